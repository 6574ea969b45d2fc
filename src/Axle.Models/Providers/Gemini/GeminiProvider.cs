using Axle.Models.ChatCompletions;
using Axle.Models.Configuration;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini;

/// <summary>Gemini, over the endpoint where Google speaks OpenAI's chat completions.</summary>
public sealed class GeminiProvider : IModelProvider
{
    private static readonly Uri Address = new("https://generativelanguage.googleapis.com/v1beta/openai/");

    /// <inheritdoc/>
    public ProviderDescription Description { get; } = new(
        Name: "gemini",
        Aliases: ["google"],
        DefaultModel: "gemini-2.5-flash",
        Priority: 30,
        NeedsKey: true,
        KeyVariables: ["GOOGLE_API_KEY", "GEMINI_API_KEY"],
        BaseUrlVariable: "GOOGLE_BASE_URL",
        ModelPrefixes: ["gemini-"],
        TelemetryName: "gcp.gemini");

    /// <inheritdoc/>
    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) =>
        CompletionsConnection.Open(options with { BaseUrl = options.BaseUrl ?? Address }, model, new GeminiErrors(), CompletionsDialect.Compatible, time);
}
