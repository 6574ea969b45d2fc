namespace Axle.Models.Configuration;

/// <summary>A key that the gateway as a server lets in.</summary>
/// <param name="Variable">The environment variable that holds it: fit to be shown.</param>
/// <param name="Secret">The key.</param>
public sealed record GatewayKey(string Variable, Secret Secret)
{
    /// <summary>The variable of the one key that needs no file.</summary>
    public const string DefaultVariable = "AXLE_GATEWAY_KEY";

    /// <summary>The tenant it stands for; null for none in particular.</summary>
    public string? Tenant { get; init; }

    /// <summary>The user it stands for; null takes the one that a request names.</summary>
    public string? User { get; init; }

    /// <summary>Whether requests may name their tenant. Default: false.</summary>
    public bool MayNameTenant { get; init; }

    /// <summary>Requests a minute, 1 or more; null for no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens a minute, in and out together, 1 or more; null for no limit.</summary>
    public long? TokensPerMinute { get; init; }
}
