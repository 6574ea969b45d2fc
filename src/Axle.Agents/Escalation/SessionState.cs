using System.Collections.Immutable;
using Axle.Models.Guarding;

namespace Axle.Agents.Escalation;

/// <summary>How a session stands. Changes are pure: they take what happened and give the next state. Stored: may grow, never change.</summary>
public sealed record SessionState
{
    private const int MostRuns = 200;
    private const int MostAnswers = 50;

    /// <summary>The conversation; <c>run:ID</c> for a run that belongs to none.</summary>
    public required string Session { get; init; }

    /// <summary>Whose it is; null where tenants are not told apart.</summary>
    public string? Tenant { get; init; }

    /// <summary>The tenant that it counts for.</summary>
    public string TenantOrDefault => Tenant ?? Scope.DefaultTenant;

    /// <summary>The user whose it is; null where users are not told apart.</summary>
    public string? User { get; init; }

    /// <summary>Whether its agents may go on.</summary>
    public SessionStatus Status { get; init; }

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>The failure that was counted last: of two reports of the same one only the first counts.</summary>
    public string? LastFailure { get; init; }

    /// <summary>Why it was handed to a person: <c>failures</c>, <c>confidence</c> or <c>cost</c>; null when it never was.</summary>
    public string? Reason { get; init; }

    /// <summary>The same as a sentence; of a session that was ended, who ended it and what was said to it.</summary>
    public string? Why { get; init; }

    /// <summary>The run in which that happened.</summary>
    public string? Run { get; init; }

    /// <summary>Address of its step.</summary>
    public string? Step { get; init; }

    /// <summary>When the status changed.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The person who let it go on; null when nobody has since.</summary>
    public string? By { get; init; }

    /// <summary>The question that was answered last.</summary>
    public string? LastAnswer { get; init; }

    /// <summary>The questions that were answered before it, the newest of them: an answer counts once, also when its step is taken up again later.</summary>
    public ImmutableArray<string> Answers { get; init; } = [];

    /// <summary>US dollars that each run had spent when it was looked at last.</summary>
    public ImmutableDictionary<string, decimal> Spent { get; init; } = ImmutableDictionary<string, decimal>.Empty;

    /// <summary>US dollars of runs that are no longer told apart.</summary>
    public decimal SpentBefore { get; init; }

    /// <summary>US dollars that had been spent when a person last let it go on.</summary>
    public decimal AllowedFrom { get; init; }

    /// <summary>US dollars that all its runs have spent.</summary>
    public decimal Usd => SpentBefore + Spent.Values.Sum();

    /// <summary>A run's spending, which only grows.</summary>
    public SessionState Spending(string run, decimal usd)
    {
        if (usd <= Spent.GetValueOrDefault(run))
            return this;
        var (spent, before) = (Spent.SetItem(run, usd), SpentBefore);
        if (spent.Count > MostRuns)
        {
            var (oldest, value) = spent.Where(r => r.Key != run).MinBy(static r => r.Key, StringComparer.Ordinal);
            (spent, before) = (spent.Remove(oldest), before + value);
        }

        return this with { Spent = spent, SpentBefore = before };
    }

    /// <summary>Whether more was spent than may be without a person's looking at it.</summary>
    public bool IsOver(EscalationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Usd is { } limit && Usd - AllowedFrom >= limit;
    }

    /// <summary>Something failed; whoever is on probation, or has failed too often in a row, is handed to a person.</summary>
    /// <param name="failure">Names the failure.</param>
    /// <param name="options">How many are too many.</param>
    /// <param name="what">What failed, as a sentence.</param>
    /// <param name="place">Run and step.</param>
    /// <param name="now">The time.</param>
    public SessionState Failing(string failure, EscalationOptions options, string what, (string Run, string Step) place, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (LastFailure == failure)
            return this;
        var failed = this with { Failures = Failures + 1, LastFailure = failure };
        return Status switch
        {
            SessionStatus.HalfOpen => failed.Opening("failures", $"It failed again after a person had let it go on: {what}", place, now),
            SessionStatus.Closed when failed.Failures >= options.Failures => failed.Opening(
                "failures", failed.Failures == 1 ? $"It failed: {what}" : $"It failed {failed.Failures} times in a row, the last time so: {what}", place, now),
            _ => failed,
        };
    }

    /// <summary>Something went well: failures before it are no longer in a row with those after it, and a probation is over.</summary>
    public SessionState Succeeding(DateTimeOffset now) => Status switch
    {
        SessionStatus.HalfOpen => this with { Status = SessionStatus.Closed, Failures = 0, Since = now },
        SessionStatus.Closed when Failures > 0 => this with { Failures = 0 },
        _ => this,
    };

    /// <summary>It is handed to a person.</summary>
    public SessionState Opening(string reason, string why, (string Run, string Step) place, DateTimeOffset now) =>
        Status == SessionStatus.Ended ? this : this with
        {
            Status = SessionStatus.Open,
            Reason = reason,
            Why = why,
            Run = place.Run,
            Step = place.Step,
            Since = now,
            By = null,
        };

    /// <summary>A person lets it go on, on probation; once for each question.</summary>
    public SessionState Resuming(string answer, string by, DateTimeOffset now) => IsAnswered(answer) ? this : this with
    {
        Status = Status == SessionStatus.Open ? SessionStatus.HalfOpen : Status,
        Failures = 0,
        AllowedFrom = Usd,
        LastAnswer = answer,
        Answers = AnswersWithLast(),
        By = by,
        Since = now,
    };

    /// <summary>A person ends it.</summary>
    public SessionState Ending(string answer, string said, DateTimeOffset now) => IsAnswered(answer) || Status == SessionStatus.Ended ? this : this with
    {
        Status = SessionStatus.Ended,
        LastAnswer = answer,
        Answers = AnswersWithLast(),
        Why = said,
        By = null,
        Since = now,
    };

    private bool IsAnswered(string question) => LastAnswer == question || (!Answers.IsDefault && Answers.Contains(question));

    private ImmutableArray<string> AnswersWithLast()
    {
        var answers = Answers.IsDefault ? [] : Answers;
        return LastAnswer is null ? answers : [.. answers.TakeLast(MostAnswers - 2), LastAnswer];
    }
}

/// <summary>Whether a session's agents may go on.</summary>
public enum SessionStatus
{
    /// <summary>They may.</summary>
    Closed,

    /// <summary>A person looks at it first.</summary>
    Open,

    /// <summary>They may, on probation: the next failure hands it to a person again.</summary>
    HalfOpen,

    /// <summary>They may not: a person has ended it.</summary>
    Ended,
}
