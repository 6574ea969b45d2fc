using System.Collections.Frozen;

namespace Axle.Identity.Access;

/// <summary>Who asks: a user or a key of one, in a tenant, with what it may do there now.</summary>
/// <param name="User">Id of the user.</param>
/// <param name="Tenant">Id of the tenant that the request works in; empty for a user who belongs to none yet.</param>
/// <param name="Permissions">What may be done.</param>
public sealed record Principal(string User, string Tenant, FrozenSet<Permission> Permissions)
{
    /// <summary>The role in the tenant.</summary>
    public Role Role { get; init; }

    /// <summary>Whether it is an owner of the server.</summary>
    public bool IsOwner { get; init; }

    /// <summary>Id of the session; null when a key was shown.</summary>
    public string? Session { get; init; }

    /// <summary>Id of the key; null when a session was shown.</summary>
    public string? Key { get; init; }

    /// <summary>Whether a session or a key was shown; false for the one person of a server without users.</summary>
    public bool IsSignedIn => Session is not null || Key is not null;

    /// <summary>Whether something may be done.</summary>
    public bool May(Permission permission) => permission != Permission.None && Permissions.Contains(permission);

    /// <summary>Whom work is done for, in the words that costs, budgets and caches are kept apart by.</summary>
    public Scope ToScope() => new() { Tenant = Tenant.Length == 0 ? null : Tenant, User = User };
}
