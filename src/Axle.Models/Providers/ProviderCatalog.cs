using Axle.Models.Providers.Anthropic;
using Axle.Models.Providers.AzureOpenAi;
using Axle.Models.Providers.Gemini;
using Axle.Models.Providers.Offline;
using Axle.Models.Providers.OpenAi;
using Axle.Models.Providers.OpenAiCompatible;

namespace Axle.Models.Providers;

/// <summary>The providers that Axle can speak to.</summary>
public static class ProviderCatalog
{
    /// <summary>Every provider, in the order of default priority; the offline one is last.</summary>
    public static IReadOnlyList<IModelProvider> All { get; } =
    [
        new AnthropicProvider(),
        new OpenAiProvider(),
        new AzureOpenAiProvider(),
        new GeminiProvider(),
        new OpenAiCompatibleProvider(),
        new OfflineProvider(),
    ];

    /// <summary>Finds a provider by name or alias, letter case ignored; null when there is none.</summary>
    public static IModelProvider? Find(string nameOrAlias) =>
        All.FirstOrDefault(p => p.Description.Answers(nameOrAlias));

    internal static bool Answers(this ProviderDescription description, string nameOrAlias) =>
        description.Name.Equals(nameOrAlias, StringComparison.OrdinalIgnoreCase) ||
        description.Aliases.Contains(nameOrAlias, StringComparer.OrdinalIgnoreCase);
}
