using System.Net.Http.Headers;
using Axle.Guardrails.Policy;
using Axle.Guardrails.Policy.External;
using Axle.Models.Guarding;

namespace Axle.Policies;

/// <summary>The decision point outside that the configuration names, with its connection.</summary>
internal sealed class PolicyServer : IDisposable
{
    private readonly HttpClient? _http;

    /// <summary>Makes ready to ask; nothing is sent before the first decision.</summary>
    /// <param name="options">Where it is; null for none.</param>
    /// <param name="environment">Returns a variable's value, or null.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="AxleException">The variable with the token is not set.</exception>
    public PolicyServer(PolicyServerOptions? options, Func<string, string?> environment, TimeProvider time)
    {
        if (options is null)
            return;
        // Policies read the whole answer at once and are asked anew each time: a connection that went stale must not answer for long.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });
        if (options.KeyVariable is { } variable)
        {
            var token = environment(variable) ?? throw new AxleException(
                ErrorKind.Validation, $"guardrails.policyServer.key names the variable {variable}, which is not set. Set it, or take the line out.");
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        Decider = new OpenPolicyAgent(
            _http,
            new OpenPolicyAgentOptions(options.Url, options.Path) { Timeout = options.Timeout, AllowsWhenUnreachable = options.AllowsWhenUnreachable },
            time);
    }

    /// <summary>Who is asked; null when nobody is.</summary>
    public IPolicyDecider? Decider { get; }

    public void Dispose() => _http?.Dispose();
}
