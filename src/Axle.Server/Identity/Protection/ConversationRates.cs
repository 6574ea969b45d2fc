namespace Axle.Server.Identity.Protection;

/// <summary>How much people may ask of agents in chats. 0 is no limit.</summary>
public sealed record ConversationRates
{
    /// <summary>No limits: for the one person of a server without users.</summary>
    public static ConversationRates None { get; } = new() { UserPerMinute = 0, UserPerHour = 0, SessionPerHour = 0, TenantPerHour = 0 };

    /// <summary>Messages of a user in a minute. Default: 10.</summary>
    public int UserPerMinute { get; init; } = 10;

    /// <summary>Messages of a user in an hour. Default: 100.</summary>
    public int UserPerHour { get; init; } = 100;

    /// <summary>Messages in a conversation in an hour. Default: 50.</summary>
    public int SessionPerHour { get; init; } = 50;

    /// <summary>Messages of a tenant in an hour. Default: 1,000.</summary>
    public int TenantPerHour { get; init; } = 1_000;
}
