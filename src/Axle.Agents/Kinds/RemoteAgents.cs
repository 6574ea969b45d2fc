using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Axle.Agents.Definition;
using Axle.Workflows.Runs;

namespace Axle.Agents.Kinds;

/// <summary>
/// Agents that are asked over the network: the work is a POST of JSON and the answer is JSON, or both are messages of a WebSocket. Redirects are not
/// followed. An agent from the workspace's own
/// files is asked only in a run that trusts them, because its file decides where data and the values of headers go.
/// </summary>
public sealed class RemoteAgents : IAgentKind, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = DecompressionMethods.None,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = AgentWire.MostBytes,
    };

    private readonly HostTrust _trust;
    private readonly Func<string, string?> _variable;
    private readonly TimeProvider _time;

    /// <summary>Makes the connection pool.</summary>
    /// <param name="trust">Which runs trust the workspace's files.</param>
    /// <param name="variable">Gives an environment variable; null when it is not set.</param>
    /// <param name="time">The clock.</param>
    public RemoteAgents(HostTrust trust, Func<string, string?> variable, TimeProvider time) => (_trust, _variable, _time) = (trust, variable, time);

    /// <inheritdoc/>
    public bool Does(AgentDefinition agent, ActionDefinition action)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent.Remote is not null;
    }

    /// <inheritdoc/>
    public async ValueTask<AgentResult> PerformAsync(AgentCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var endpoint = call.Agent.Remote!;
        var who = $"Agent '{call.Agent.Id}' at {endpoint.Url.Authority}";
        if (call.Agent.Origin == AgentOrigin.Workspace && !_trust(call.Attributes))
        {
            throw new AxleException(
                ErrorKind.Refused,
                $"{who} comes from {call.Agent.Source}, and this run does not trust the files of its workspace to send data away. "
                + "Start the run with --allow-run, or move the file to ~/.axle/agents.");
        }

        using var limit = new CancellationTokenSource(endpoint.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var began = _time.GetTimestamp();
        try
        {
            var body = endpoint.Url.Scheme is "ws" or "wss"
                ? await RemoteSocket.AskAsync(endpoint.Url, Headers(call, endpoint), AgentWire.Write(call), who, either.Token)
                : await PostAsync(call, endpoint, who, either.Token);
            var took = _time.GetElapsedTime(began).TotalSeconds;
            var said = string.Create(CultureInfo.InvariantCulture, $"{who} answered in {took:0.00} s.");
            return AgentWire.Read(body, who) with { Decisions = [new StepDecision("agent-remote", said)] };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new AxleException(ErrorKind.Timeout, $"{who} did not answer within {endpoint.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s. Raise 'timeout' in {call.Agent.Source} if it needs longer.");
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new AxleException(ErrorKind.MalformedAnswer, $"{who} answered more than {AgentWire.MostBytes >> 20} MB.", fault);
        }
        catch (HttpRequestException fault)
        {
            throw new AxleException(ErrorKind.Network, $"{who} cannot be reached: {AgentWire.Quote(fault.Message)}. Is it running, and is 'url' in {call.Agent.Source} right?", fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<byte[]> PostAsync(AgentCall call, RemoteEndpoint endpoint, string who, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(AgentWire.Write(call)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var (name, value) in Headers(call, endpoint))
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.IsSuccessStatusCode ? body : throw Refusal(response, body, who);
    }

    private IEnumerable<KeyValuePair<string, string>> Headers(AgentCall call, RemoteEndpoint endpoint) => endpoint.Headers
        .Select(header => KeyValuePair.Create(header.Key, Resolve(header.Value, header.Key, call.Agent)))
        .Prepend(KeyValuePair.Create("Idempotency-Key", call.Place.IdempotencyKey));

    private string Resolve(string value, string header, AgentDefinition agent)
    {
        const string FromEnvironment = "env:";
        if (!value.StartsWith(FromEnvironment, StringComparison.Ordinal))
            return value;
        var name = value[FromEnvironment.Length..];
        return _variable(name) is { Length: > 0 } found && !found.Any(char.IsControl)
            ? found
            : throw new AxleException(
                ErrorKind.Authentication, $"Header '{header}' of agent '{agent.Id}' takes its value from the environment variable {name}, which is not set to one line of text. Set it.");
    }

    private static AxleException Refusal(HttpResponseMessage response, byte[] body, string who)
    {
        var status = (int)response.StatusCode;
        try
        {
            AgentWire.Read(body, who);
        }
        catch (AxleException told) when (told.Error.Kind != ErrorKind.MalformedAnswer)
        {
            return new AxleException(told.Error with { RetryAfter = Wait(response) });
        }
        catch (AxleException)
        {
            // The body explains nothing: the status has to.
        }

        return new AxleException(new AxleError(KindOf(status), $"{who} answered with HTTP status {status}{(status is >= 300 and < 400 ? ", and redirects are not followed" : "")}.", Wait(response)));
    }

    /// <summary>What an HTTP status says when nothing else does.</summary>
    internal static ErrorKind KindOf(int status) => status switch
    {
        400 or 413 or 415 or 422 => ErrorKind.Validation,
        401 or 403 => ErrorKind.Authentication,
        404 or 410 => ErrorKind.NotFound,
        408 or 504 => ErrorKind.Timeout,
        429 => ErrorKind.RateLimited,
        >= 500 => ErrorKind.Overloaded,
        _ => ErrorKind.MalformedAnswer,
    };

    private static TimeSpan? Wait(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;
}
