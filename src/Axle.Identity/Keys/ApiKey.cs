using System.Collections.Immutable;
using Axle.Identity.Access;

namespace Axle.Identity.Keys;

/// <summary>A key for a program. It can do what it names, and of that only what its user may do now.</summary>
/// <param name="Id">Its id, <c>key_…</c>: no secret.</param>
/// <param name="User">Id of the user it belongs to.</param>
/// <param name="Tenant">Id of the tenant it works in.</param>
/// <param name="Name">What it is for, in the words of whoever made it.</param>
/// <param name="SecretHash">What is kept of the key.</param>
/// <param name="Permissions">What it may do at most.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record ApiKey(
    string Id,
    string User,
    string Tenant,
    string Name,
    byte[] SecretHash,
    ImmutableArray<Permission> Permissions,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt)
{
    /// <summary>When it was used last, to the minute; null for never.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>When it was revoked; null while it is good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Reads permissions as stores keep them: names, parted by blanks. A name that a newer Axle wrote allows nothing here.</summary>
    public static ImmutableArray<Permission> ReadPermissions(string names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return
        [
            .. names.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(static name => Enum.TryParse<Permission>(name, out var permission) && Enum.IsDefined(permission) ? permission : Permission.None)
                .Where(static permission => permission != Permission.None),
        ];
    }

    /// <summary>Whether it lets in.</summary>
    public bool IsGood(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}
