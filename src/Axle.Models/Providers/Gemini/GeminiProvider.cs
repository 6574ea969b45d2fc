using System.Net.Http.Headers;
using Axle.Models.Configuration;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini;

/// <summary>Gemini, over Google's own protocol.</summary>
public sealed class GeminiProvider : IModelProvider
{
    private static readonly Uri Home = new("https://generativelanguage.googleapis.com/v1beta");

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
    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time)
    {
        var errors = new ProviderErrors(options, model, new GeminiErrors());
        var http = WireClient.Create(options, errors.FromWire, time);
        var chat = new GeminiChatClient(ConnectionOf(http, options), AddressOf(options), model, errors);
        return new BoundaryChatClient(chat, http, errors, options.Timeout, time, options.IdleTimeout);
    }

    /// <inheritdoc/>
    public IEmbeddingGenerator<string, Embedding<float>> ConnectEmbeddings(ProviderOptions options, string model, TimeProvider time)
    {
        var errors = new ProviderErrors(options, model, new GeminiErrors());
        var http = WireClient.Create(options, errors.FromWire, time);
        return new BoundaryEmbeddings(new GeminiEmbeddings(ConnectionOf(http, options), AddressOf(options), model), http, errors, options.Timeout, time);
    }

    /// <inheritdoc/>
    public async Task<ProviderHealth?> CheckHealthAsync(ProviderOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var listing = new ModelListing(new Uri(AddressOf(options).Home, "models?pageSize=1000"), Sign(options), "models", "name");
        return await listing.ReadAsync(options, new GeminiErrors(), time, cancellationToken);
    }

    private static GeminiAddress AddressOf(ProviderOptions options) => new(options.BaseUrl ?? Home);

    private static JsonConnection ConnectionOf(WireClient http, ProviderOptions options) => new(http, Sign(options));

    private static Action<HttpRequestHeaders> Sign(ProviderOptions options)
    {
        var key = options.Key?.Reveal() ?? throw new AxleException(ErrorKind.Authentication, $"{options.Name} needs a key.");
        return headers => headers.Add("x-goog-api-key", key);
    }
}
