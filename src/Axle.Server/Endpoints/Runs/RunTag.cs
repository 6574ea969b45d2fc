using Axle.Workflows.Ports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Axle.Server.Endpoints.Runs;

/// <summary>What tells whether a run is as a client knows it: its last event. A run is not read for a client that knows it.</summary>
internal static class RunTag
{
    /// <summary>The answer to a client that knows the run as it is.</summary>
    public static StatusCodeHttpResult NotModified { get; } = TypedResults.StatusCode(StatusCodes.Status304NotModified);

    /// <summary>Tells the client the tag, and whether it knows it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="row">The run.</param>
    /// <param name="origin">The run that it is a fork of, when the answer tells of it, too.</param>
    public static bool IsKnown(HttpContext http, RunRow row, RunRow? origin = null)
    {
        var tag = origin is null ? $"W/\"{row.LastSeq}\"" : $"W/\"{row.LastSeq}.{origin.LastSeq}\"";
        http.Response.Headers.ETag = tag;
        return http.Request.Headers.IfNoneMatch == tag;
    }
}
