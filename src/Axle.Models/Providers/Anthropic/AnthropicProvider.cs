using System.Net.Http.Headers;
using Axle.Models.Configuration;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic;

/// <summary>Claude, over Anthropic's Messages API.</summary>
public sealed class AnthropicProvider : IModelProvider
{
    private const string Version = "2023-06-01";

    private static readonly Uri Home = new("https://api.anthropic.com");

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
        var http = WireClient.Create(options, errors.FromWire, time);
        var connection = new JsonConnection(http, Sign(options));
        var chat = new OpenSchemaChatClient(new AnthropicChatClient(connection, AddressOf(options.BaseUrl ?? Home), model, errors));
        return new BoundaryChatClient(chat, http, errors, options.Timeout, time, options.IdleTimeout);
    }

    /// <inheritdoc/>
    public async Task<ProviderHealth?> CheckHealthAsync(ProviderOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var listing = new ModelListing(new Uri(AddressOf(options.BaseUrl ?? Home), "models?limit=1000"), Sign(options));
        return await listing.ReadAsync(options, new AnthropicErrors(), time, cancellationToken);
    }

    private static Action<HttpRequestHeaders> Sign(ProviderOptions options)
    {
        var key = options.Key?.Reveal() ?? throw new AxleException(ErrorKind.Authentication, $"{options.Name} needs a key.");
        return headers =>
        {
            headers.Add("x-api-key", key);
            headers.Add("anthropic-version", Version);
        };
    }

    // Some write the version into the address, as for other providers.
    private static Uri AddressOf(Uri home)
    {
        var text = home.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new Uri(text.EndsWith("/v1", StringComparison.Ordinal) ? $"{text}/messages" : $"{text}/v1/messages");
    }
}
