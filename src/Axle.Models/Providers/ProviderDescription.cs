namespace Axle.Models.Providers;

/// <summary>What is known of a provider before it is configured.</summary>
/// <param name="Name">Its one name, lower case: used in files, decisions and events.</param>
/// <param name="Aliases">Other names that people use for it.</param>
/// <param name="DefaultModel">Model when nobody names one; empty when there is none.</param>
/// <param name="Priority">Place in the order when nobody asks for a provider; smaller comes first.</param>
/// <param name="NeedsKey">Whether it cannot be asked without a key.</param>
/// <param name="KeyVariables">Environment variables that hold its key, first match wins.</param>
/// <param name="BaseUrlVariable">Environment variable that moves it to another address; null when there is none.</param>
/// <param name="ModelPrefixes">How the names of its models begin, so that a model without a provider finds its home.</param>
/// <param name="TelemetryName">The value of <c>gen_ai.provider.name</c>.</param>
public sealed record ProviderDescription(
    string Name,
    IReadOnlyList<string> Aliases,
    string DefaultModel,
    int Priority,
    bool NeedsKey,
    IReadOnlyList<string> KeyVariables,
    string? BaseUrlVariable,
    IReadOnlyList<string> ModelPrefixes,
    string TelemetryName)
{
    /// <summary>Whether its models, as far as the catalog does not say otherwise, hold an answer to a JSON Schema by themselves. Default: true.</summary>
    public bool HoldsToSchemas { get; init; } = true;
}
