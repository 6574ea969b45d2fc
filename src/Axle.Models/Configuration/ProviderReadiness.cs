using Axle.Models.Providers;

namespace Axle.Models.Configuration;

/// <summary>Whether a provider can be asked as it is configured.</summary>
/// <param name="State">What stands in the way.</param>
/// <param name="Cure">What to do about it; null when nothing stands in the way.</param>
public sealed record ProviderReadiness(ProviderState State, string? Cure)
{
    /// <summary>Looks at an entry.</summary>
    /// <param name="options">The entry.</param>
    /// <param name="provider">Who speaks its protocol; null when nobody does.</param>
    public static ProviderReadiness Of(ProviderOptions options, IModelProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options switch
        {
            { Enabled: false } => new(ProviderState.Disabled, $"It is disabled: set providers.{options.Name}.enabled to true."),
            { Key: null } when provider?.Description.NeedsKey == true || options.KeyVariables.Count > 0 =>
                new(ProviderState.NoKey, $"It has no key: set {string.Join(" or ", options.KeyVariables)}."),
            _ when ModelOf(options, provider).Length == 0 => new(ProviderState.NoModel, $"It has no model: set providers.{options.Name}.defaultModel."),
            _ => new(ProviderState.Ready, null),
        };
    }

    /// <summary>The model that is asked for when nobody names one; empty when there is none.</summary>
    public static string ModelOf(ProviderOptions options, IModelProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.DefaultModel.Length > 0 ? options.DefaultModel : provider?.Description.DefaultModel ?? "";
    }
}

/// <summary>What stands in the way of asking a provider.</summary>
public enum ProviderState
{
    /// <summary>Nothing.</summary>
    Ready,

    /// <summary>It is disabled.</summary>
    Disabled,

    /// <summary>It has no key.</summary>
    NoKey,

    /// <summary>It has no model.</summary>
    NoModel,
}
