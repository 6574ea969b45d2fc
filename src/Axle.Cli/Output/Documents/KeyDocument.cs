using System.Collections.Immutable;
using Axle.Identity.Keys;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>ax key list</c>.</summary>
internal sealed record KeyListDocument(ImmutableArray<KeyPart> Keys);

/// <summary>The answer of <c>ax key create</c>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Secret">Its secret; it is not shown again.</param>
internal sealed record NewKeyDocument(KeyPart Key, string Secret);

/// <summary>An API key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="User">Id of its user.</param>
/// <param name="Status"><c>active</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="Permissions">What it may do at most.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="UsedAt">When it was used last; missing for never.</param>
internal sealed record KeyPart(
    string Id,
    string Name,
    string User,
    string Status,
    ImmutableArray<string> Permissions,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? UsedAt)
{
    public static KeyPart Of(ApiKey key, DateTimeOffset now) => new(
        key.Id,
        key.Name,
        key.User,
        key.RevokedAt is not null ? "revoked" : key.IsGood(now) ? "active" : "expired",
        [.. key.Permissions.Select(Words.Name)],
        key.CreatedAt, key.ExpiresAt, key.UsedAt);
}
