using System.Globalization;
using System.Runtime.ExceptionServices;
using Axle.Agents.Registry;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Limits;
using Axle.Server.Identity;
using Axle.Server.OpenAi.Catalog;
using Axle.Server.OpenAi.Chat;
using Axle.Server.OpenAi.Embeddings;
using Axle.Server.OpenAi.Errors;
using Axle.Server.OpenAi.Limits;
using Axle.Server.OpenAi.Status;
using Axle.Server.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Axle.Server.OpenAi;

/// <summary>The way of every request: is there room, who asks, which endpoint, and what is said when something goes wrong.</summary>
internal sealed class OpenAiSurface(
    AccessControl access,
    ChatEndpoint chat,
    EmbeddingsEndpoint embeddings,
    ModelsEndpoint models,
    StatusEndpoint status,
    int mostRequests,
    TimeProvider time,
    ILogger logger)
{
    private static readonly ApiError Busy = new(503, ApiErrorTypes.Server, "The gateway answers as many requests as it takes on at once. Try again in a moment.")
    {
        Code = "overloaded",
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    private int _underWay;

    /// <summary>Puts it together.</summary>
    /// <param name="models">Who is asked.</param>
    /// <param name="configured">How providers are configured.</param>
    /// <param name="agents">The agents of a tenant, which are offered as models.</param>
    /// <param name="options">What the gateway was told.</param>
    /// <param name="users">Whom keys stand for.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Where faults are told.</param>
    /// <param name="asked">Has agents that connect answer; null where none do.</param>
    public static OpenAiSurface Of(
        ModelGateway models, ModelOptions configured, Func<string?, AgentRegistry> agents, GatewayServerOptions options, KeyUsers users, TimeProvider clock,
        ILogger logger, AskedAgents? asked = null)
    {
        var names = new ModelNames(configured, agents);
        var admission = new KeyAdmission(options.Keys, options.Limits ?? new MemoryLimits(clock), clock);
        return new OpenAiSurface(
            new AccessControl(options.Keys, users),
            new ChatEndpoint(models, asked, new ChatRequestReader(names, clock, options.Patience), admission, clock),
            new EmbeddingsEndpoint(models, names, admission, clock, options.Patience),
            new ModelsEndpoint(names, clock),
            new StatusEndpoint(models, clock),
            options.MostRequests,
            clock,
            logger);
    }

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var began = time.GetTimestamp();
        if (http.Request.Path.Value == "/healthz")
        {
            await http.Response.WriteAsync("ok", http.RequestAborted);
            return;
        }

        var headers = http.Response.Headers;
        headers["x-request-id"] = http.TraceIdentifier;
        http.Response.OnStarting(static state =>
        {
            var (surface, context, start) = ((OpenAiSurface, HttpContext, long))state;
            context.Response.Headers["openai-processing-ms"] =
                ((long)surface.Time.GetElapsedTime(start).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }, (this, http, began));
        try
        {
            if (Interlocked.Increment(ref _underWay) > mostRequests)
                throw new ApiException(Busy);
            await RouteAsync(http);
        }
#pragma warning disable CA1031 // The last place: everything that went wrong becomes an answer that clients understand.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await FailAsync(http, e);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private TimeProvider Time => time;

    private async Task RouteAsync(HttpContext http)
    {
        const string ModelPath = "/v1/models/";
        var path = http.Request.Path.Value ?? "";
        var caller = await access.IdentifyAsync(http.Request);
        await ((path, http.Request.Method) switch
        {
            ("/v1/chat/completions", "POST") => chat.AnswerAsync(http, caller),
            ("/v1/embeddings", "POST") => embeddings.AnswerAsync(http, caller),
            ("/v1/models", "GET") => models.ListAsync(http, caller),
            (_, "GET") when path.StartsWith(ModelPath, StringComparison.Ordinal) => models.ShowAsync(http, Uri.UnescapeDataString(path[ModelPath.Length..]), caller),
            ("/gateway/status", "GET") => status.AnswerAsync(http, Volatile.Read(ref _underWay)),
            ("/v1/chat/completions" or "/v1/embeddings" or "/v1/models" or "/gateway/status", _) => throw new ApiException(
                new ApiError(405, ApiErrorTypes.InvalidRequest, $"{path} does not take {http.Request.Method}.") { Code = "method_not_allowed" }),
            _ => throw new ApiException(new ApiError(404, ApiErrorTypes.InvalidRequest,
                "There is nothing here. The gateway has /v1/chat/completions, /v1/embeddings, /v1/models and /gateway/status; the base address for clients ends with /v1.")
            {
                Code = "unknown_url",
            }),
        });
    }

    private async Task FailAsync(HttpContext http, Exception exception)
    {
        // The caller hung up: there is nobody left to answer.
        if (http.RequestAborted.IsCancellationRequested)
            return;
        var error = ApiErrors.Of(exception);
        if (error.Status == 500 || exception is ApiException { InnerException: not null } or AxleException { Error.ForClients: not null })
            logger.Failed(http.TraceIdentifier, exception);
        // The server then sends what there is and closes the connection, without the end of the answer: nobody takes a part of it for the whole.
        if (http.Response.HasStarted)
            ExceptionDispatchInfo.Throw(exception);
        await ErrorWriter.AnswerAsync(http, error);
    }
}
