using Axle.Models.Recording;

namespace Axle.Models.Configuration;

/// <summary>How one provider is used. Read by <see cref="ModelOptionsReader"/>; fit to be printed (keys show as <c>***</c>).</summary>
/// <param name="Name">The name it has in workflows and decisions, lower case.</param>
/// <param name="Kind">The <see cref="Providers.IModelProvider"/> that speaks for it; equal to the name except for compatible servers.</param>
public sealed record ProviderOptions(string Name, string Kind)
{
    /// <summary>Time limit when nothing else is said.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Whether it may be used at all. Default: true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Place in the order when a step asks for nobody: 1 comes first. Default: anthropic 10, openai 20, google 30, others 40.</summary>
    public int Priority { get; init; } = 40;

    /// <summary>Model when nobody names one; empty when the provider has none and a step must name it.</summary>
    public string DefaultModel { get; init; } = "";

    /// <summary>Longest time for one call, of a stream until its first content; 1 second to 1 hour. Default: 2 minutes.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>Longest silence in the middle of a stream, 1 second to 1 hour; then it counts as broken off. Default: 30 seconds.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>US dollars for a million tokens sent, cached ones too; null takes the price of the model's card. 0: it is free.</summary>
    public decimal? InputPrice { get; init; }

    /// <summary>US dollars for a million tokens received; null takes the price of the model's card. 0: it is free.</summary>
    public decimal? OutputPrice { get; init; }

    /// <summary>Where it listens; null takes the provider's own address.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The key; null when none is set.</summary>
    public Secret? Key { get; init; }

    /// <summary>All keys, for providers that have several: calls are spread over them, and one that is limited or refused rests.</summary>
    public IReadOnlyList<NamedKey> Keys { get; init; } = [];

    /// <summary>The environment variables that may hold the key, in the order they are looked at.</summary>
    public IReadOnlyList<string> KeyVariables { get; init; } = [];

    /// <summary>Attempts at this provider after the first when trouble passes by itself, 0 to 10. Default: 2.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>Most requests a minute that it is sent; null leaves the limit to the provider.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Most tokens a minute, in and out together, that it is sent; null leaves the limit to the provider.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Its share among entries of equal priority that serve the same model, 1 to 100. Default: 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>The models that it serves besides the default one; empty when it is asked for any.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The interface to speak, where a provider has more than one: <c>chat</c> or <c>responses</c>; null takes the provider's usual one.</summary>
    public string? Api { get; init; }

    /// <summary>Version of the interface, for providers that ask for one (Azure OpenAI: <c>2024-10-21</c>); null takes the usual one.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Where its traffic is recorded or played back; null for neither.</summary>
    internal ModelTraffic? Traffic { get; init; }
}

/// <summary>A key and where it came from.</summary>
/// <param name="Variable">The environment variable: fit to be shown.</param>
/// <param name="Secret">The key.</param>
public sealed record NamedKey(string Variable, Secret Secret);
