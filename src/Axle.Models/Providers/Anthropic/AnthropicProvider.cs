using Anthropic;
using Axle.Models.Configuration;
using Axle.Models.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic;

/// <summary>Claude, over Anthropic's Messages API with the official SDK.</summary>
public sealed class AnthropicProvider : IModelProvider
{
    private const int DefaultMaxTokens = 8192;

    /// <inheritdoc/>
    public ProviderDescription Description { get; } = new(
        Name: "anthropic",
        Aliases: ["claude"],
        DefaultModel: "claude-sonnet-4-5",
        Priority: 10,
        NeedsKey: true,
        KeyVariables: ["ANTHROPIC_API_KEY"],
        BaseUrlVariable: "ANTHROPIC_BASE_URL",
        ModelPrefixes: ["claude-"],
        TelemetryName: "anthropic");

    /// <inheritdoc/>
    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time)
    {
        var errors = new ProviderErrors(options, model, new AnthropicErrors());
        var http = WireClient.Create(errors.FromWire, time);
        var client = new AnthropicClient
        {
            ApiKey = options.Key?.Reveal() ?? throw new AxleException(ErrorKind.Authentication, $"{options.Name} needs a key."),
            BaseUrl = (options.BaseUrl ?? new Uri("https://api.anthropic.com")).ToString().TrimEnd('/'),
            HttpClient = http,
            MaxRetries = 0,
            Timeout = options.Timeout + TimeSpan.FromMinutes(1),
        };
        var chat = new OpenSchemaChatClient(client.AsIChatClient(model, DefaultMaxTokens));
        return new BoundaryChatClient(chat, http, errors, options.Timeout, time, options.IdleTimeout);
    }
}
