using Axle.Workflows.Engine;
using Microsoft.Extensions.Logging;

namespace Axle;

/// <summary>What a host's log says about the engine.</summary>
internal static partial class EngineWarnings
{
    public static void SetBack(ILogger logger, RunSetback setback) => SetBack(logger, setback.Run, setback.AgainAfter, setback.Cause);

    [LoggerMessage(1, LogLevel.Warning, "Run {Run} could not be gone on with, and is tried again after {AgainAfter}. It is as it was last stored.")]
    private static partial void SetBack(ILogger logger, RunId run, TimeSpan againAfter, Exception cause);

    [LoggerMessage(2, LogLevel.Warning, "{What}")]
    public static partial void Queue(ILogger logger, string what);
}
