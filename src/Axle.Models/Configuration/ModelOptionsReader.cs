using Axle.Models.Budget;
using Axle.Models.Cache;
using Axle.Models.Guarding;
using Axle.Models.Providers;
using Axle.Models.Routing;
using Axle.Schemas;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads which providers may be asked, from environment variables and the <c>providers</c> section of a configuration file:
/// <code>
/// providers:
///   anthropic: { priority: 1, defaultModel: claude-sonnet-4-5, timeout: 90s, apiKeyEnv: TEAM_KEY, inputPrice: 3, outputPrice: 15 }
///   ollama: { kind: openai-compatible, baseUrl: "http://localhost:11434/v1", defaultModel: llama3.2 }
/// </code>
/// The file wins over the environment's addresses; keys come from the environment only.
/// </summary>
public static class ModelOptionsReader
{
    private static readonly string[] FileNames = ["axle.yaml", "axle.yml", "axle.json"];

    /// <summary>Reads the process environment and, where there is one, the configuration file of a directory.</summary>
    /// <param name="directory">Where <c>axle.yaml</c>, <c>axle.yml</c> or <c>axle.json</c> is looked for, in this order.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: every fault, each with its place and its cure.</exception>
    public static ModelOptions ReadDirectory(string directory)
    {
        var file = FileNames.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
        var options = Read(
            Environment.GetEnvironmentVariable,
            file is null ? null : Path.GetFileName(file),
            file is null ? null : File.ReadAllText(file),
            name => Path.Combine(directory, name) is var path && File.Exists(path) ? File.ReadAllText(path) : null);
        return options with { Recording = options.Recording with { File = Path.Combine(directory, options.Recording.File) } };
    }

    /// <summary>Reads given variables and a given file.</summary>
    /// <param name="environment">Returns a variable's value, or null.</param>
    /// <param name="fileName">The file's name for messages; null when there is no file.</param>
    /// <param name="text">The file's text, YAML or JSON; null when there is no file.</param>
    /// <param name="files">Returns the text of a file beside it, or null when there is none; null for no such files.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: every fault, each with its place and its cure.</exception>
    public static ModelOptions Read(
        Func<string, string?> environment, string? fileName = null, string? text = null, Func<string, string?>? files = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var faults = new ConfigurationFaults(fileName ?? "axle.yaml");
        var entries = ProviderCatalog.All
            .Where(p => p.Description.NeedsKey && (HasHome(p.Description) || IsSet(environment, p.Description.BaseUrlVariable)))
            .ToDictionary(p => p.Description.Name, p => FromEnvironment(p.Description, environment, faults));
        var file = text is null ? null : ConfigurationFile.Open(text, faults);
        if (file is not null)
            ApplyFile(entries, ProvidersSection.Read(file, faults), environment, faults);
        var cache = file is null ? CacheOptions.Default : CacheSection.Read(file, faults);
        var routing = file is null ? new RoutingOptions() : RoutingSection.Read(file, faults);
        var recording = RecordingSection.Read(file, environment, faults);
        var gatewayKeys = GatewaySection.Read(file, environment, faults);
        var budgets = file is null ? BudgetOptions.Default : BudgetSection.Read(file, faults);
        var guardrails = file is null ? new GuardrailOptions() : GuardrailsSection.Read(file, faults);
        var catalog = CatalogFile.Read(file, files ?? (static _ => null), faults);
        faults.ThrowIfAny();
        return new ModelOptions([.. entries.Values
            .Select(entry => WithKeys(entry, environment))
            .OrderBy(entry => entry.Priority)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)])
        {
            Cache = cache,
            Routing = routing,
            Recording = recording,
            GatewayKeys = gatewayKeys,
            Budgets = budgets,
            Guardrails = guardrails,
            Catalog = catalog,
        };
    }

    // A provider whose address and models are one's own is none until somebody names its address.
    private static bool HasHome(ProviderDescription description) => description.DefaultModel.Length > 0;

    private static bool IsSet(Func<string, string?> environment, string? variable) => variable is not null && !string.IsNullOrEmpty(environment(variable));

    private static ProviderOptions FromEnvironment(ProviderDescription known, Func<string, string?> environment, ConfigurationFaults faults)
    {
        var options = new ProviderOptions(known.Name, known.Name)
        {
            Priority = known.Priority,
            DefaultModel = known.DefaultModel,
            KeyVariables = known.KeyVariables,
        };
        if (known.BaseUrlVariable is not { } variable || environment(variable) is not { Length: > 0 } address)
            return options;
        if (ProviderSettings.TryReadUrl(address, out var url))
            return options with { BaseUrl = url };
        faults.Add($"{variable}: {ProviderSettings.UrlCure}");
        return options;
    }

    private static void ApplyFile(
        Dictionary<string, ProviderOptions> entries, ProvidersSection section, Func<string, string?> environment, ConfigurationFaults faults)
    {
        var settings = new ProviderSettings(faults);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, place, values) in section.Entries)
        {
            var kind = values.FirstOrDefault(v => v.Key == "kind").Value ?? name;
            if (ProviderCatalog.Find(kind) is not { } provider || provider.Description.Name == RoutePlanner.OfflineName)
            {
                faults.Add(place, UnknownProvider(name, kind));
                continue;
            }

            // A hosted provider has one entry under its own name, however the file calls it.
            var ownName = provider.Description.NeedsKey ? provider.Description.Name : name.ToLowerInvariant();
            if (!seen.Add(ownName))
                faults.Add(place, $"'{ownName}' has another entry already; keep one.");
            var options = entries.GetValueOrDefault(ownName) ?? FromEnvironment(provider.Description, environment, faults) with { Name = ownName };
            foreach (var (key, value, valuePlace) in values)
                options = settings.Apply(options, key, value, valuePlace);
            settings.CheckWhole(options, provider, place);
            entries[ownName] = options;
        }
    }

    private static string UnknownProvider(string name, string kind)
    {
        var known = ProviderCatalog.All.Select(p => p.Description).Where(d => d.Name != RoutePlanner.OfflineName).ToList();
        if (kind.Equals(RoutePlanner.OfflineName, StringComparison.OrdinalIgnoreCase))
            return "The offline provider is always there and takes no settings. Remove this entry.";
        var nearest = NearestName.Find(kind, known.SelectMany(d => d.Aliases.Prepend(d.Name)));
        return $"There is no provider '{kind}'. {(nearest is null ? "" : $"Did you mean '{nearest}'? ")}Known are: " +
            $"{string.Join(", ", known.Select(d => d.Name))}. For a server of your own add 'kind: openai-compatible' and 'baseUrl' to '{name}'.";
    }

    // Variables that a file lists hold keys to be used together; those that a provider is known by are names for the same key.
    private static ProviderOptions WithKeys(ProviderOptions options, Func<string, string?> environment)
    {
        List<NamedKey> keys = [.. options.KeyVariables
            .Select(variable => (Variable: variable, Value: environment(variable)))
            .Where(found => !string.IsNullOrWhiteSpace(found.Value))
            .Select(found => new NamedKey(found.Variable, new Secret(found.Value!)))];
        var isKnownName = ProviderCatalog.Find(options.Kind)?.Description.KeyVariables is { } known && known.SequenceEqual(options.KeyVariables);
        return options with { Key = keys.FirstOrDefault()?.Secret, Keys = isKnownName ? [.. keys.Take(1)] : keys };
    }
}
