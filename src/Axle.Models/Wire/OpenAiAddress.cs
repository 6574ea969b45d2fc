using System.Net.Http.Headers;
using Axle.Models.Configuration;

namespace Axle.Models.Wire;

/// <summary>Where a server that follows OpenAI listens, and how its requests are signed.</summary>
internal static class OpenAiAddress
{
    /// <summary>A path below the provider's address.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: no address is set.</exception>
    public static Uri Of(ProviderOptions options, string path)
    {
        var url = options.BaseUrl
            ?? throw new AxleException(ErrorKind.Validation, $"{options.Name} needs an address: set providers.{options.Name}.baseUrl.");
        return new Uri($"{url.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
    }

    /// <summary>The header that carries the key; null without a key, which some servers need none of.</summary>
    public static KeyValuePair<string, string>? Bearer(ProviderOptions options) =>
        options.Key is { } key ? new("Authorization", $"Bearer {key.Reveal()}") : null;

    /// <summary>Adds the header.</summary>
    public static Action<HttpRequestHeaders> Sign(KeyValuePair<string, string>? key) =>
        headers =>
        {
            if (key is { } header)
                headers.TryAddWithoutValidation(header.Key, header.Value);
        };
}
