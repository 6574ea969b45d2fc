using System.Globalization;
using Axle.Models.Providers;
using Axle.Schemas;

namespace Axle.Models.Configuration;

/// <summary>Reads one provider's settings from text values; every fault is noted and the default kept.</summary>
internal sealed class ProviderSettings(ConfigurationFaults faults)
{
    private const int LastPriority = 1000;
    private const int MostKeys = 16;
    private const int MostModels = 32;
    private const decimal HighestPrice = 100_000;
    private const string PriceCure = "Must be US dollars for a million tokens, from 0 to 100000 with at most 6 decimals, for example 2.50.";
    private static readonly string[] Keys =
    [
        "enabled", "priority", "weight", "defaultModel", "models", "maxRetries", "timeout", "idleTimeout", "rateLimitPerMinute", "tokenLimitPerMinute", "inputPrice", "outputPrice",
        "baseUrl", "apiKeyEnv", "api", "apiVersion", "kind",
    ];
    private static readonly string[] LiteralKeys = ["apiKey", "api_key", "key", "token", "secret", "authToken"];
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>Applies one setting.</summary>
    public ProviderOptions Apply(ProviderOptions options, string key, string value, ConfigurationPlace place)
    {
        switch (key)
        {
            case "kind":
                return options;
            case "enabled":
                return bool.TryParse(value, out var enabled) ? options with { Enabled = enabled } : Fault(options, place, "Must be true or false.");
            case "priority":
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var priority) && priority is >= 1 and <= LastPriority
                    ? options with { Priority = priority }
                    : Fault(options, place, $"Must be a whole number from 1 (first) to {LastPriority}.");
            case "defaultModel":
                return value.Length is > 0 and <= 200 ? options with { DefaultModel = value } : Fault(options, place, "Must be the name of a model.");
            case "timeout":
                return Durations.TryParse(value, out var timeout) && timeout >= ShortestTimeout && timeout <= LongestTimeout
                    ? options with { Timeout = timeout }
                    : Fault(options, place, "Must be a duration from 1s to 1h, for example 90s.");
            case "inputPrice":
                return TryReadPrice(value, out var input) ? options with { InputPrice = input } : Fault(options, place, PriceCure);
            case "outputPrice":
                return TryReadPrice(value, out var output) ? options with { OutputPrice = output } : Fault(options, place, PriceCure);
            case "baseUrl":
                return TryReadUrl(value, out var url) ? options with { BaseUrl = url } : Fault(options, place, UrlCure);
            case "apiKeyEnv":
                return List(value) is { Length: > 0 and <= MostKeys } variables && variables.All(IsVariableName)
                    ? options with { KeyVariables = variables }
                    : Fault(options, place, "Must be the name of an environment variable such as MY_PROVIDER_KEY, or several with commas; not the key itself.");
            case "models":
                return List(value) is { Length: > 0 and <= MostModels } models
                    ? options with { Models = models }
                    : Fault(options, place, $"Must be names of models with commas between them, at most {MostModels}.");
            case "idleTimeout":
                return Durations.TryParse(value, out var idle) && idle >= ShortestTimeout && idle <= LongestTimeout
                    ? options with { IdleTimeout = idle }
                    : Fault(options, place, "Must be a duration from 1s to 1h, for example 30s.");
            case "api":
                return value is "chat" or "responses" ? options with { Api = value } : Fault(options, place, "Must be chat or responses.");
            case "apiVersion":
                return value.Length is > 0 and <= 40 ? options with { ApiVersion = value } : Fault(options, place, "Must be a version such as 2024-10-21.");
            default:
                return ApplyNumber(options, key, value, place);
        }
    }

    private ProviderOptions ApplyNumber(ProviderOptions options, string key, string value, ConfigurationPlace place)
    {
        switch (key)
        {
            case "maxRetries":
                return Number(value, 0, 10) is { } retries ? options with { MaxRetries = (int)retries } : Fault(options, place, "Must be a whole number from 0 to 10.");
            case "rateLimitPerMinute":
                return Number(value, 1, 1_000_000) is { } requests
                    ? options with { RequestsPerMinute = (int)requests }
                    : Fault(options, place, "Must be requests a minute, from 1 to 1000000.");
            case "tokenLimitPerMinute":
                return Number(value, 1, 1_000_000_000_000) is { } tokens
                    ? options with { TokensPerMinute = tokens }
                    : Fault(options, place, "Must be tokens a minute, 1 or more.");
            case "weight":
                return Number(value, 1, 100) is { } weight ? options with { Weight = (int)weight } : Fault(options, place, "Must be a whole number from 1 to 100.");
            default:
                return Fault(options, place, UnknownKey(key));
        }
    }

    /// <summary>The cure for an address that is none.</summary>
    public const string UrlCure = "Must be an address that begins with http:// or https:// and holds no user name, password or query.";

    /// <summary>Reads an address of a server.</summary>
    public static bool TryReadUrl(string text, out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) &&
        url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;

    /// <summary>Checks what only the whole entry shows.</summary>
    public void CheckWhole(ProviderOptions options, IModelProvider provider, ConfigurationPlace place)
    {
        if (!options.Enabled || provider.Description.NeedsKey)
            return;
        if (options.BaseUrl is null)
            faults.Add(place, "Needs 'baseUrl', for example http://localhost:11434/v1.");
        if (options.DefaultModel.Length == 0)
            faults.Add(place, "Needs 'defaultModel', the name of a model that the server has.");
    }

    private static bool TryReadPrice(string value, out decimal price) => NodeReader.TryReadUsd(value, HighestPrice, out price);

    private static string[] List(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static long? Number(string value, long least, long most) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private ProviderOptions Fault(ProviderOptions options, ConfigurationPlace place, string message)
    {
        faults.Add(place, message);
        return options;
    }

    private static string UnknownKey(string key)
    {
        if (LiteralKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
            return "Keys are not kept in files. Put the key into an environment variable and name it with 'apiKeyEnv'.";
        var nearest = NearestName.Find(key, Keys);
        return $"Unknown key. {(nearest is null ? "" : $"Did you mean '{nearest}'? ")}Known are: {string.Join(", ", Keys)}.";
    }

    // A key pasted here by mistake must not be repeated in the message, and is told apart by its characters.
    private static bool IsVariableName(string value) =>
        value.Length is > 0 and <= 128 && !char.IsAsciiDigit(value[0]) && value.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
}
