using System.Collections.Immutable;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>provider list</c>.</summary>
internal sealed record ProviderListDocument(ImmutableArray<ProviderPart> Providers);

/// <summary>A provider as it is configured.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Kind">Whose protocol it speaks.</param>
/// <param name="Enabled">Whether it may be asked.</param>
/// <param name="Usable">Whether it can be asked.</param>
/// <param name="Obstacle">Why it cannot, with the cure.</param>
/// <param name="KeysFrom">The environment variables that hold its keys; never the keys.</param>
/// <param name="Address">Where it listens; absent for the provider's own address.</param>
/// <param name="Model">The model when nobody names one.</param>
/// <param name="Models">Others that it serves.</param>
/// <param name="Priority">Its place; absent for the last one.</param>
/// <param name="RequestsPerMinute">Most requests that it is sent.</param>
/// <param name="TokensPerMinute">Most tokens that it is sent.</param>
/// <param name="PricesKnown">Whether its answers have a cost that is known.</param>
internal sealed record ProviderPart(
    string Name,
    string Kind,
    bool Enabled,
    bool Usable,
    string? Obstacle,
    ImmutableArray<string> KeysFrom,
    string? Address,
    string Model,
    ImmutableArray<string> Models,
    int? Priority,
    int? RequestsPerMinute,
    long? TokensPerMinute,
    bool PricesKnown);

/// <summary>The answer of <c>provider test</c>.</summary>
internal sealed record ProviderTestDocument(ImmutableArray<ProviderTestPart> Providers);

/// <summary>How a provider answered a question.</summary>
internal sealed record ProviderTestPart(
    string Name, string Model, string Verdict, long? Milliseconds, long? InputTokens, long? OutputTokens, decimal? Usd, string? ErrorKind, string? Message);

/// <summary>The answer of <c>provider health</c>.</summary>
internal sealed record ProviderHealthDocument(ImmutableArray<ProviderHealthPart> Providers);

/// <summary>How a provider answered when it was asked for its models.</summary>
internal sealed record ProviderHealthPart(string Name, string Verdict, long? Milliseconds, int? Models, string? ErrorKind, string? Message);
