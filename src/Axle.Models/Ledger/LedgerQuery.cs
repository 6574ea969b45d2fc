using System.Collections.Immutable;

namespace Axle.Models.Ledger;

/// <summary>What of the ledger is asked for. Null: everything.</summary>
public sealed record LedgerQuery
{
    /// <summary>Calls that began then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Calls that began before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Calls of one run.</summary>
    public string? Run { get; init; }

    /// <summary>Calls for one user.</summary>
    public string? User { get; init; }

    /// <summary>Calls for one tenant.</summary>
    public string? Tenant { get; init; }

    /// <summary>Calls of one session.</summary>
    public string? Session { get; init; }

    /// <summary>What sums are made by.</summary>
    public LedgerGroup By { get; init; }

    /// <summary>Most sums or entries that are returned, 1 to 100,000: the dearest sums, the newest entries.</summary>
    public int Limit { get; init; } = 10_000;
}

/// <summary>What sums are made by.</summary>
public enum LedgerGroup
{
    /// <summary>One sum of everything.</summary>
    All = 0,

    /// <summary>The provider.</summary>
    Provider,

    /// <summary>The provider and its model, as <c>provider/model</c>.</summary>
    Model,

    /// <summary>The tenant.</summary>
    Tenant,

    /// <summary>The user.</summary>
    User,

    /// <summary>The session.</summary>
    Session,

    /// <summary>The run.</summary>
    Run,

    /// <summary>The step's address in its run.</summary>
    Step,

    /// <summary>The agent.</summary>
    Agent,

    /// <summary>The day in UTC, as <c>2026-01-31</c>.</summary>
    Day,
}

/// <summary>What the calls of a group consumed and cost.</summary>
/// <param name="Key">The group's name; empty for calls without one.</param>
public sealed record LedgerSum(string Key)
{
    /// <summary>Calls.</summary>
    public long Calls { get; init; }

    /// <summary>Calls that failed or were interrupted.</summary>
    public long Unfinished { get; init; }

    /// <summary>Calls of which something is not known: the cost is a lower bound then.</summary>
    public long Unpriced { get; init; }

    /// <summary>Tokens sent, cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>The part of them that was read from the provider's prompt cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>The part of them that was written to it.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Tokens received, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The part of them that was reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>US dollars, exact.</summary>
    public CostSplit Cost { get; init; }

    /// <summary>US dollars that they may have cost besides, at the most, for counts that providers did not send.</summary>
    public decimal AtMostMore { get; init; }

    /// <summary>The names of what is not known, each once.</summary>
    public ImmutableSortedSet<string> UnpricedParts { get; init; } = [];
}
