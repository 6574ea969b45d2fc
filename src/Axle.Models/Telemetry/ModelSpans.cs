using System.Diagnostics;

namespace Axle.Models.Telemetry;

/// <summary>
/// Names of spans and their attributes, after OpenTelemetry's conventions for generative AI. They still move there, so they are
/// written in this table only. No attribute holds prompt or answer.
/// </summary>
internal static class ModelSpans
{
    public const string SourceName = "Axle.Models";
    public const string Operation = "gen_ai.operation.name";
    public const string Provider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string RequestMaxTokens = "gen_ai.request.max_tokens";
    public const string OutputType = "gen_ai.output.type";
    public const string ResponseModel = "gen_ai.response.model";
    public const string ResponseId = "gen_ai.response.id";
    public const string FinishReasons = "gen_ai.response.finish_reasons";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CachedTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string ErrorType = "error.type";
    public const string TokenType = "gen_ai.token.type";
    public const string Chat = "chat";

    public static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the span of one call; null when nobody listens.</summary>
    public static Activity? StartChat(string provider, string model)
    {
        var span = Source.StartActivity($"{Chat} {model}", ActivityKind.Client);
        span?.SetTag(Operation, Chat).SetTag(Provider, provider).SetTag(RequestModel, model);
        return span;
    }
}
