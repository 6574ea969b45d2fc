using System.Globalization;

namespace Axle.Testing.Models.Protocols;

/// <summary>What the errors of all providers have in common.</summary>
internal static class ErrorText
{
    /// <summary>The provider's sentence, with the caller's key where it is to be quoted.</summary>
    public static string Of(string message, ServedError error, WireRequest request) =>
        error.EchoesKey && request.Key is { } key ? $"{message} (key {key})" : message;

    /// <summary>How long to wait, in seconds or as a date (RFC 9110, 10.2.3).</summary>
    public static void AddWait(Dictionary<string, string> headers, ServedError error, WireRequest request)
    {
        if (error.RetryAfter is not { } wait)
            return;
        headers["retry-after"] = error.SaysDate
            ? (request.Now + wait).ToString("R", CultureInfo.InvariantCulture)
            : Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
