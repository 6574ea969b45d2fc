namespace Axle.Identity;

/// <summary>How long things that let somebody in stand.</summary>
public sealed record IdentityOptions
{
    /// <summary>A session that is not used for so long ends. Default: 12 hours.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromHours(12);

    /// <summary>A session ends after so long, used or not. Default: 7 days.</summary>
    public TimeSpan SessionLongest { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Sessions that one user may have; the oldest ends when there are more. Default: 20.</summary>
    public int MostSessions { get; init; } = 20;

    /// <summary>The longest that a key may stand. Default: 366 days.</summary>
    public TimeSpan KeyLongest { get; init; } = TimeSpan.FromDays(366);

    /// <summary>Keys that one user may have in a tenant, revoked and expired ones included. Default: 200.</summary>
    public int MostKeys { get; init; } = 200;

    /// <summary>How long an invitation stands. Default: 7 days.</summary>
    public TimeSpan InvitationStands { get; init; } = TimeSpan.FromDays(7);
}
