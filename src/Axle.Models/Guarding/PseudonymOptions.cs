using System.Collections.Immutable;

namespace Axle.Models.Guarding;

/// <summary>Whether models see stand-ins in the place of personal data: section <c>guardrails.pseudonyms</c> of <c>axle.yaml</c>.</summary>
public sealed record PseudonymOptions
{
    /// <summary>Whether they do. Default: no.</summary>
    public bool Enabled { get; init; }

    /// <summary>
    /// Types that get a stand-in, as <c>ax guard pii</c> names them. Default: what identifies a person, not places, dates and firms.
    /// </summary>
    public ImmutableArray<string> Types { get; init; } =
    [
        "PERSON", "ADDRESS", "PHONE_NUMBER", "EMAIL_ADDRESS", "CREDIT_CARD", "IBAN_CODE", "US_SSN", "US_DRIVER_LICENSE", "NATIONAL_ID", "PASSPORT", "CRYPTO", "SECRET",
    ];

    /// <summary>Texts that never get one: names of products, public addresses.</summary>
    public ImmutableArray<string> Allowed { get; init; } = [];

    /// <summary>
    /// Who sees the values again, in answers and arguments: users, or <c>tenant/user</c>, with <c>*</c> for anything. Default: everybody, as they gave them.
    /// </summary>
    public ImmutableArray<string> RestoreFor { get; init; } = ["*"];
}
