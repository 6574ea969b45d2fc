namespace Axle.Models.Budget;

/// <summary>An amount in the three things that budgets count.</summary>
/// <param name="Usd">US dollars.</param>
/// <param name="Tokens">Tokens, in and out together.</param>
/// <param name="Calls">Calls.</param>
public readonly record struct Spending(decimal Usd, long Tokens, long Calls)
{
    /// <summary>Whether it is nothing.</summary>
    public bool IsZero => Usd == 0 && Tokens == 0 && Calls == 0;

    /// <summary>Both together.</summary>
    public static Spending operator +(Spending one, Spending other) => new(one.Usd + other.Usd, one.Tokens + other.Tokens, one.Calls + other.Calls);

    /// <summary>What is left of the first.</summary>
    public static Spending operator -(Spending one, Spending other) => new(one.Usd - other.Usd, one.Tokens - other.Tokens, one.Calls - other.Calls);

    /// <summary>Both together.</summary>
    public static Spending Add(Spending left, Spending right) => left + right;

    /// <summary>What is left of the first.</summary>
    public static Spending Subtract(Spending left, Spending right) => left - right;

    /// <summary>In each thing the smaller of both.</summary>
    public static Spending Least(Spending one, Spending other) =>
        new(Math.Min(one.Usd, other.Usd), Math.Min(one.Tokens, other.Tokens), Math.Min(one.Calls, other.Calls));

    /// <summary>In each thing the larger of both.</summary>
    public static Spending Most(Spending one, Spending other) =>
        new(Math.Max(one.Usd, other.Usd), Math.Max(one.Tokens, other.Tokens), Math.Max(one.Calls, other.Calls));

    /// <summary>Whether it is not more than the other in anything.</summary>
    public bool FitsInto(Spending other) => Usd <= other.Usd && Tokens <= other.Tokens && Calls <= other.Calls;
}

/// <summary>What may be spent at most. Null: no limit of that sort.</summary>
/// <param name="Usd">US dollars.</param>
/// <param name="Tokens">Tokens, in and out together.</param>
/// <param name="Calls">Calls.</param>
public sealed record SpendingLimit(decimal? Usd, long? Tokens = null, long? Calls = null)
{
    /// <summary>More than anybody spends; small enough that sums of it do not overflow what stores keep.</summary>
    public static readonly Spending Boundless = new(1_000_000_000_000m, 1_000_000_000_000_000, 1_000_000_000_000);

    /// <summary>The most US dollars that a budget is raised to: more is a slip of the finger.</summary>
    public const decimal HighestUsd = 1_000_000;

    /// <summary>Whether nothing is limited.</summary>
    public bool IsNone => Usd is null && Tokens is null && Calls is null;

    /// <summary>Whether every limit is 0 or more, and at most <see cref="HighestUsd"/>.</summary>
    public bool IsInRange => Usd is not (< 0 or > HighestUsd) && Tokens is not < 0 && Calls is not < 0;

    /// <summary>Whether it is lower than the other in anything that both limit.</summary>
    public bool IsBelow(SpendingLimit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Usd < other.Usd || Tokens < other.Tokens || Calls < other.Calls;
    }

    /// <summary>The limits of the other where it has any, these else.</summary>
    public SpendingLimit OverlaidBy(SpendingLimit? other) => other is null ? this : new(other.Usd ?? Usd, other.Tokens ?? Tokens, other.Calls ?? Calls);

    /// <summary>In each thing the higher limit of both: what is raised does not sink, and what has no limit gets none.</summary>
    public SpendingLimit RaisedTo(SpendingLimit? raised) =>
        raised is null ? this : new(Higher(Usd, raised.Usd), Higher(Tokens, raised.Tokens), Higher(Calls, raised.Calls));

    private static T? Higher<T>(T? limit, T? raised)
        where T : struct, IComparable<T> => limit is { } one && raised is { } other && other.CompareTo(one) > 0 ? raised : limit;

    /// <summary>As an amount; boundless where there is no limit.</summary>
    public Spending Amount => new(Usd ?? Boundless.Usd, Tokens ?? Boundless.Tokens, Calls ?? Boundless.Calls);

    /// <summary>Whether so much may be spent.</summary>
    public bool Allows(Spending spent) => spent.FitsInto(Amount);

    /// <summary>The largest share of a limit that so much is; 0 without limits.</summary>
    public decimal ShareOf(Spending spent)
    {
        var share = 0m;
        if (Usd is { } usd)
            share = Math.Max(share, usd > 0 ? spent.Usd / usd : 1);
        if (Tokens is { } tokens)
            share = Math.Max(share, tokens > 0 ? (decimal)spent.Tokens / tokens : 1);
        if (Calls is { } calls)
            share = Math.Max(share, calls > 0 ? (decimal)spent.Calls / calls : 1);
        return share;
    }
}
