using Microsoft.Extensions.Logging;

namespace Axle.Server.Telemetry;

/// <summary>What the server says in the log. No prompt, no answer, no key.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Error, "Request {RequestId} failed in the gateway itself.")]
    public static partial void Failed(this ILogger logger, string requestId, Exception exception);

    /// <summary>Keys of the settings are refused, as their users are not there.</summary>
    [LoggerMessage(2, LogLevel.Warning, "{Which}")]
    public static partial void KeysOfNobody(this ILogger logger, string which);
}
