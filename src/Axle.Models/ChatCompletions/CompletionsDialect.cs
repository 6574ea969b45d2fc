namespace Axle.Models.ChatCompletions;

/// <summary>The one place where OpenAI and those who follow it differ on the wire.</summary>
internal enum CompletionsDialect
{
    /// <summary>OpenAI itself: <c>max_completion_tokens</c>.</summary>
    OpenAi = 0,

    /// <summary>Others: <c>max_tokens</c>, which the older servers know alone.</summary>
    Compatible,
}
