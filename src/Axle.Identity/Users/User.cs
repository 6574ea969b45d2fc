namespace Axle.Identity.Users;

/// <summary>A person who may sign in.</summary>
/// <param name="Id">Its id, <c>usr_…</c>: what runs, costs and the audit log know it by.</param>
/// <param name="Name">The name it signs in with, unique without regard to case.</param>
public sealed record User(string Id, string Name)
{
    /// <summary>Its e-mail address; null when it told none.</summary>
    public string? Email { get; init; }

    /// <summary>What is kept of its password; null while it is invited, or signs in elsewhere.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>The secret of its authenticator app; null when it has none.</summary>
    public byte[]? TotpSecret { get; init; }

    /// <summary>Whether it owns the server: every permission in every tenant.</summary>
    public bool IsOwner { get; init; }

    /// <summary>Whether it is kept out.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Hash of the invitation that lets it choose a password; null when there is none.</summary>
    public byte[]? InvitationHash { get; init; }

    /// <summary>When the invitation ends.</summary>
    public DateTimeOffset? InvitationEndsAt { get; init; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Counts changes: a change of an older version is refused by the store.</summary>
    public long Version { get; init; } = 1;

    /// <inheritdoc/>
    public override string ToString() => Id;
}
