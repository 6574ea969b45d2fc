using System.Collections.Immutable;

namespace Axle.Models.Guarding;

/// <summary>
/// When a session of agents is handed to a person: section <c>guardrails.escalation</c> of <c>axle.yaml</c>, and of an agent's file for that agent.
/// A session is a conversation, or a run that belongs to none.
/// </summary>
public sealed record EscalationOptions
{
    /// <summary>Which sessions are watched. Default: conversations.</summary>
    public EscalationScope For { get; init; } = EscalationScope.Conversations;

    /// <summary>Failures in a row, 1 to 100. Default: 3.</summary>
    public int Failures { get; init; } = 3;

    /// <summary>Least confidence that an answer says of itself, 0 to 1; 0 for any. Default: 0.5.</summary>
    public double Confidence { get; init; } = 0.5;

    /// <summary>US dollars that a session may spend before a person looks at it, and again after each time; null for any number. Default: null.</summary>
    public decimal? Usd { get; init; }

    /// <summary>Who is asked; empty for anybody who may decide.</summary>
    public ImmutableArray<string> Assignees { get; init; } = [];

    /// <summary>How long a person has, 1 minute to 30 days; then the session is ended. Default: 7 days.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>Which sessions are watched.</summary>
public enum EscalationScope
{
    /// <summary>None.</summary>
    Off,

    /// <summary>Conversations: runs with a session.</summary>
    Conversations,

    /// <summary>Conversations, and runs that belong to none.</summary>
    Runs,
}
