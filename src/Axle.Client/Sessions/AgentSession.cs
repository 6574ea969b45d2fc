using System.Text.Json;

namespace Axle.Client.Sessions;

/// <summary>A session of agents: a conversation of a user, or a run that belongs to none.</summary>
public sealed record AgentSession
{
    /// <summary>What names it at the server: 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The conversation; <c>run:ID</c> for a run that belongs to none.</summary>
    public required string Session { get; init; }

    /// <summary>Id of the user whose it is; null where users are not told apart.</summary>
    public string? User { get; init; }

    /// <summary>Whether its agents may go on.</summary>
    public required AgentSessionStatus Status { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary><c>failures</c>, <c>confidence</c> or <c>cost</c>; null when it was never handed over.</summary>
    public string? Reason { get; init; }

    /// <summary>The same as a sentence; of a session that was ended, who ended it and why.</summary>
    public string? Why { get; init; }

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>The run that had it handed over.</summary>
    public string? Run { get; init; }

    /// <summary>Address of its step.</summary>
    public string? Step { get; init; }

    /// <summary>US dollars that it has spent, where that is limited.</summary>
    public decimal Usd { get; init; }

    /// <summary>Who let it go on last; null when nobody has since.</summary>
    public string? By { get; init; }
}

/// <summary>Whether a session's agents may go on.</summary>
public enum AgentSessionStatus
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

/// <summary>A session with what a person needs to judge it.</summary>
/// <param name="Session">How it stands.</param>
/// <param name="Summary">A few lines for people; null when it was never handed over, or the run that was is gone.</param>
/// <param name="Saved">What was asked, the conversation, the newest turns with their calls; null as for the summary.</param>
/// <param name="Questions">The questions that wait for a person.</param>
public sealed record AgentSessionDetail(AgentSession Session, string? Summary, JsonElement? Saved, IReadOnlyList<AgentSessionQuestion> Questions);

/// <summary>A question of a session that waits for a person.</summary>
/// <param name="Run">The run that asks.</param>
/// <param name="Step">Address of the step that asks.</param>
/// <param name="RequestedAt">When it was asked.</param>
/// <param name="ExpiresAt">When no answer ends the session; null for never.</param>
/// <param name="Assignees">Who is asked; empty for anybody.</param>
/// <param name="Answer">The answer that is held back; null when none is.</param>
public sealed record AgentSessionQuestion(
    string Run, string Step, DateTimeOffset? RequestedAt, DateTimeOffset? ExpiresAt, IReadOnlyList<string> Assignees, JsonElement? Answer);

/// <summary>What became of a session that somebody decided about.</summary>
/// <param name="Session">How it stands now; the process that executes its runs may still be about to act on the answers.</param>
/// <param name="Answered">The questions that were answered.</param>
public sealed record AgentSessionAnswer(AgentSession Session, IReadOnlyList<AnsweredQuestion> Answered);

/// <summary>A question that was answered.</summary>
/// <param name="Run">The run.</param>
/// <param name="Step">The step.</param>
/// <param name="Applied">Whether it has taken effect; else the process that executes the run acts on it.</param>
public sealed record AnsweredQuestion(string Run, string Step, bool Applied);
