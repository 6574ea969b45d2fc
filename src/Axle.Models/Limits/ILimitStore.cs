namespace Axle.Models.Limits;

/// <summary>
/// Port: counts calls and tokens in windows that slide, by one clock, for all processes that share it. A use is counted before it is known exactly and
/// corrected afterwards; it passes with its window, whatever becomes of the process that counted it.
/// </summary>
public interface ILimitStore
{
    /// <summary>Counts a call in all windows of a claim, or in none when one of them has no room now.</summary>
    /// <returns>How each window stands, in the order of the rules. The call was counted when nothing has to be waited for.</returns>
    /// <exception cref="AxleException">
    /// It was not counted: nothing may go on that a limit holds. With <see cref="AxleError.IsStoreAway"/> the store is asked by nobody for a second.
    /// </exception>
    ValueTask<IReadOnlyList<LimitCount>> TakeAsync(LimitClaim claim, CancellationToken cancellationToken);

    /// <summary>Corrects uses that turned out otherwise, and tells all processes what was heard. Uses that have passed are left alone.</summary>
    /// <exception cref="AxleException">The store cannot be reached: the uses stay as they were counted until they pass.</exception>
    ValueTask CorrectAsync(LimitCorrection correction, CancellationToken cancellationToken);
}

/// <summary>What may be used in any stretch of time of one length.</summary>
/// <param name="Subject">Whose it is; the same in every process. No secret: it can be read in the database.</param>
/// <param name="Window">The length: a second to a day.</param>
/// <param name="Calls">Calls, 1 or more; null for no limit.</param>
/// <param name="Tokens">Tokens, 1 or more; null for no limit. A call that needs more goes when the window is empty.</param>
public sealed record LimitRule(string Subject, TimeSpan Window, long? Calls, long? Tokens);

/// <summary>A call that wants to go.</summary>
/// <param name="Rules">What holds it: each subject once.</param>
/// <param name="Tokens">What it may need, 0 or more.</param>
public sealed record LimitClaim(IReadOnlyList<LimitRule> Rules, long Tokens)
{
    /// <summary>
    /// Names the call's place in the line of those that wait; null for none. Whoever has a place goes before those behind it when its time has come, and
    /// loses it <see cref="LimitLine.Grace"/> later. Only claims of one rule have places.
    /// </summary>
    public Guid? Turn { get; init; }

    /// <summary>Whether a call that may not go gets a place. In a line that is full there is none.</summary>
    public bool Waits { get; init; }
}

/// <summary>How a window stands.</summary>
/// <param name="Wait">How long until the call may go; zero when this window has room.</param>
/// <param name="Calls">Calls in it, this one included when it was counted.</param>
/// <param name="Tokens">Tokens in it.</param>
/// <param name="EmptyIn">How long until nothing is in it, if nothing more is used.</param>
/// <param name="Cell">Where the call was counted, for <see cref="CorrectedUse"/>.</param>
public readonly record struct LimitCount(TimeSpan Wait, long Calls, long Tokens, TimeSpan EmptyIn, long Cell);

/// <summary>What is told of a window afterwards.</summary>
/// <param name="Rule">The window.</param>
/// <param name="Uses">Uses that turned out otherwise.</param>
public sealed record LimitCorrection(LimitRule Rule, IReadOnlyList<CorrectedUse> Uses)
{
    /// <summary>Places in the line that nobody needs any more.</summary>
    public IReadOnlyList<Guid> Left { get; init; } = [];

    /// <summary>For how long the provider wants no call; null when nothing was heard.</summary>
    public TimeSpan? ClosedFor { get; init; }

    /// <summary>The provider takes calls again: a closure that ends within so long ends now, a longer one stays. Null when nothing was heard.</summary>
    public TimeSpan? OpenFor { get; init; }

    /// <summary>What the provider said of its own limit in requests; null when it said nothing.</summary>
    public ToldLimit? ToldRequests { get; init; }

    /// <summary>What it said of its own limit in tokens.</summary>
    public ToldLimit? ToldTokens { get; init; }
}

/// <summary>A use that turned out otherwise.</summary>
/// <param name="Cell">Where it was counted.</param>
/// <param name="Calls">Calls more, or fewer when negative.</param>
/// <param name="Tokens">Tokens more, or fewer when negative.</param>
public readonly record struct CorrectedUse(long Cell, long Calls, long Tokens);

/// <summary>What a provider said of a limit of its own.</summary>
/// <param name="Limit">Most in its window; null when not said.</param>
/// <param name="Left">What is left.</param>
/// <param name="ResetIn">How long until all of it is there again.</param>
public sealed record ToldLimit(long? Limit, long Left, TimeSpan ResetIn);

/// <summary>Numbers of the line in which calls wait for a limit.</summary>
public static class LimitLine
{
    /// <summary>So long a place is kept for one who does not come when it is its turn.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Most places in a line.</summary>
    public const int Longest = 256;
}
