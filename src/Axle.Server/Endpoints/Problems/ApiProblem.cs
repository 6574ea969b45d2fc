using System.Globalization;
using System.Text.Json.Nodes;
using Axle.Workflows.Ports;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Endpoints.Problems;

/// <summary>What went wrong with a request, as RFC 9457 writes it.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Code">An <c>AXLnnnn</c>, a kind of error, or a word for what HTTP itself refuses: <c>conflict</c>.</param>
/// <param name="Title">What sort of trouble it is, the same for every time.</param>
/// <param name="Detail">What is wrong this time, where, and how to mend it.</param>
public sealed record ApiProblem(int Status, string Code, string Title, string Detail)
{
    /// <summary>The media type of problems.</summary>
    public const string MediaType = "application/problem+json";

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>How to mend it, where that can be said apart; null when <see cref="Detail"/> says it.</summary>
    public string? Mend { get; init; }

    /// <summary>How long to wait before the same is tried again; null when nobody says.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The problem that an exception is; null for one that nobody threw on purpose.</summary>
    public static ApiProblem? Of(Exception exception) => exception switch
    {
        ApiProblemException own => own.Problem,
        RunHeldException held => Conflict("run-held", held.Message),
        RunConflictException lost => Conflict("run-advanced", lost.Message),
        AxleException failed => Of(failed.Error),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } large => new(413, "too-large", "Request too large", large.Message),
        BadHttpRequestException bad => new(400, "validation", "Invalid request", Innermost(bad)),
        FormatException format => new(400, "validation", "Invalid request", format.Message),
        _ => null,
    };

    /// <summary>The problem that an error is.</summary>
    public static ApiProblem Of(AxleError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var (status, title) = error.Kind switch
        {
            ErrorKind.Validation or ErrorKind.ContextTooLong => (400, "Invalid request"),
            ErrorKind.Authentication => (401, "Not signed in"),
            ErrorKind.Refused => (403, "Refused"),
            ErrorKind.NotFound => (404, "Not found"),
            ErrorKind.Cancelled or ErrorKind.Failed => (409, "Not possible now"),
            ErrorKind.RateLimited => (429, "Too many requests"),
            ErrorKind.BudgetSpent or ErrorKind.QuotaSpent => (402, "Budget spent"),
            ErrorKind.Network or ErrorKind.Overloaded or ErrorKind.MalformedAnswer or ErrorKind.Tool => (502, "The other side failed"),
            ErrorKind.Timeout => (504, "Took too long"),
            _ => (500, "Fault in Axle"),
        };
        var detail = error.ForClients ?? error.Message;
        return error.IsStoreAway
            ? Unavailable("storeUnavailable", detail) with { RetryAfter = error.RetryAfter ?? Moment }
            : new ApiProblem(status, error.Kind.ToName(), title, detail) { RetryAfter = error.RetryAfter };
    }

    /// <summary>Something that this server cannot do for a moment, and nobody did anything wrong.</summary>
    public static ApiProblem Unavailable(string code, string detail) => new(503, code, "Not available now", detail) { RetryAfter = Moment };

    /// <summary>Something that cannot be done as things stand now.</summary>
    public static ApiProblem Conflict(string code, string detail) => new(409, code, "Not possible now", detail);

    /// <summary>There is no such thing, or nobody who asks may know of it.</summary>
    public static ApiProblem NotFound(string detail) => new(404, "notFound", "Not found", detail);

    /// <summary>Writes it as the answer.</summary>
    public Task WriteAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.StatusCode = Status;
        http.Response.ContentType = MediaType;
        http.Response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return http.Response.WriteAsync(ToJson(http).ToJsonString(), http.RequestAborted);
    }

    /// <summary>It as JSON.</summary>
    public JsonObject ToJson(HttpContext? http = null)
    {
        var json = new JsonObject
        {
            ["type"] = Code.StartsWith("AXL", StringComparison.Ordinal) ? $"https://axle.dev/errors/{Code}" : "about:blank",
            ["title"] = Title,
            ["status"] = Status,
            ["detail"] = Detail,
            ["code"] = Code,
            ["mend"] = Mend,
        };
        if (http is not null)
            json["requestId"] = http.TraceIdentifier;
        return json;
    }

    private static string Innermost(Exception exception)
    {
        for (var inner = exception; ; inner = inner.InnerException)
        {
            if (inner.InnerException is null)
                return inner is System.Text.Json.JsonException json ? $"The body is not the JSON that is asked for: {json.Message}" : exception.Message;
        }
    }
}

/// <summary>Ends a request with a problem.</summary>
/// <param name="problem">The problem.</param>
/// <param name="cause">What the log tells of it and the caller is not told; null for nothing.</param>
public sealed class ApiProblemException(ApiProblem problem, Exception? cause = null) : Exception(problem.Detail, cause)
{
    /// <summary>The problem.</summary>
    public ApiProblem Problem { get; } = problem;
}
