using Microsoft.Extensions.Logging;

namespace Axle.Server.Telemetry;

/// <summary>What the server says in the log. No prompt, no answer, no key.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Error, "Request {RequestId} failed in the gateway itself.")]
    public static partial void Failed(this ILogger logger, string requestId, Exception exception);
}
