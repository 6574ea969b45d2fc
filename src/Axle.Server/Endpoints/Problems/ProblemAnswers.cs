using Axle.Server.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Axle.Server.Endpoints.Problems;

/// <summary>Turns what goes wrong with a request of the API into its answer.</summary>
/// <param name="logger">Where faults of the server itself are told.</param>
internal sealed class ProblemAnswers(ILogger logger)
{
    /// <summary>Goes around everything that answers.</summary>
    public async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up: there is nobody left to answer, but the audit log tells how it ended.
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
#pragma warning disable CA1031 // The last place: everything that went wrong becomes an answer.
        catch (Exception exception) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            var problem = ApiProblem.Of(exception);
            if (problem is null or { Status: 500 }
                || exception is ApiProblemException { InnerException: not null } or AxleException { Error.ForClients: not null })
                logger.Failed(http.TraceIdentifier, exception);
            problem ??= new ApiProblem(
                500, "internal", "Fault in Axle", $"Axle failed with this request. The server's log tells more under request {http.TraceIdentifier}.");
            await problem.WriteAsync(http);
        }
    }
}
