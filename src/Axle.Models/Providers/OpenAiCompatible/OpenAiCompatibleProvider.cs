using Axle.Models.ChatCompletions;
using Axle.Models.Configuration;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.OpenAiCompatible;

/// <summary>Any server that speaks OpenAI's chat completions: Ollama, vLLM, a gateway. Needs an address; a key only where the server asks for one.</summary>
public sealed class OpenAiCompatibleProvider : IModelProvider
{
    /// <inheritdoc/>
    public ProviderDescription Description { get; } = new(
        Name: "openai-compatible",
        Aliases: ["compatible"],
        DefaultModel: "",
        Priority: 40,
        NeedsKey: false,
        KeyVariables: [],
        BaseUrlVariable: null,
        ModelPrefixes: [],
        TelemetryName: "openai_compatible")
    {
        HoldsToSchemas = false,
    };

    /// <inheritdoc/>
    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) =>
        CompletionsConnection.Open(options, model, new OpenAiCompatibleErrors(), CompletionsDialect.Compatible, time);
}
