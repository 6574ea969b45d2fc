using Microsoft.Extensions.Logging;

namespace Axle.Models.Telemetry;

/// <summary>Log messages. None holds prompt, answer or key.</summary>
internal static partial class ModelLog
{
    [LoggerMessage(1, LogLevel.Information, "Model chosen: {Provider} ({Model}). {Reason}")]
    public static partial void Chosen(this ILogger logger, string provider, string model, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Provider} ({Model}) failed with {Kind}. {Message}")]
    public static partial void Failed(this ILogger logger, string provider, string model, string kind, string message);

    [LoggerMessage(3, LogLevel.Information, "{Provider} ({Model}) answered after {Milliseconds} ms with {InputTokens} tokens in and {OutputTokens} tokens out.")]
    public static partial void Answered(this ILogger logger, string provider, string model, double milliseconds, long inputTokens, long outputTokens);

    [LoggerMessage(4, LogLevel.Information, "The answer does not match its schema in {Faults} places; correction {Round} of {Most} is asked for.")]
    public static partial void Correcting(this ILogger logger, int faults, int round, int most);

    [LoggerMessage(5, LogLevel.Warning, "The breaker of {Provider} ({Model}) is now {Position}: {Reason}.")]
    public static partial void CircuitMoved(this ILogger logger, string provider, string model, Health.CircuitPosition position, string reason);

    [LoggerMessage(6, LogLevel.Warning, "The stream of {From} broke off after {Characters} characters ({Kind}); {To} goes on.")]
    public static partial void TakenOver(this ILogger logger, string from, string to, int characters, string kind);

    [LoggerMessage(20, LogLevel.Warning, "{Provider} made no vector of a question ({Kind}); the cache looks for the same words only. {Message}")]
    public static partial void NoVector(this ILogger logger, string provider, string kind, string message);
}
