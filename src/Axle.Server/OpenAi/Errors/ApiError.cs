namespace Axle.Server.OpenAi.Errors;

/// <summary>An error in the words of OpenAI's interface.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">The class of the error; see <see cref="ApiErrorTypes"/>.</param>
/// <param name="Message">What is wrong, and how to mend it.</param>
internal sealed record ApiError(int Status, string Type, string Message)
{
    /// <summary>The word that programs look at; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>The field of the request that is at fault; null when none is.</summary>
    public string? Param { get; init; }

    /// <summary>How long to wait before another attempt; null when nobody says.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the client should keep from trying again, though the status would have it do so.</summary>
    public bool IsFinal { get; init; }
}

/// <summary>A request ends with an error. Never leaves this room.</summary>
/// <param name="error">The error.</param>
/// <param name="cause">What the log tells of it and the caller is not told; null for nothing.</param>
internal sealed class ApiException(ApiError error, Exception? cause = null) : Exception(error.Message, cause)
{
    /// <summary>The error.</summary>
    public ApiError Error { get; } = error;
}

/// <summary>The classes of errors.</summary>
internal static class ApiErrorTypes
{
    public const string InvalidRequest = "invalid_request_error";
    public const string Permission = "permission_error";
    public const string RateLimit = "rate_limit_error";
    public const string Quota = "insufficient_quota";
    public const string Server = "server_error";
}
