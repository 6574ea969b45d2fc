using Axle.Tools.Sandbox;
using Microsoft.Extensions.Logging;

namespace Axle.Tools.Telemetry;

/// <summary>What the sandbox logs: never a program's text or data.</summary>
internal static partial class SandboxLog
{
    [LoggerMessage(1, LogLevel.Information, "Code of {Name}: {Language}, {Characters} characters, {End} after {Milliseconds} ms.")]
    public static partial void Ran(this ILogger logger, string name, SandboxLanguage language, int characters, string end, double milliseconds);
}
