using System.Text.Json;
using Axle.Agents.Escalation;
using Axle.Server.Endpoints.Approvals;

namespace Axle.Server.Endpoints.Sessions;

/// <summary>A session of agents: a conversation of a user, or a run that belongs to none.</summary>
public sealed record AgentSessionItem
{
    /// <summary>What names it in addresses: 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The conversation; <c>run:ID</c> for a run that belongs to none.</summary>
    public required string Session { get; init; }

    /// <summary>Id of the user whose it is; null where users are not told apart.</summary>
    public required string? User { get; init; }

    /// <summary>Whether its agents may go on: <c>open</c> says that a person has it.</summary>
    public required SessionStatus Status { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary><c>failures</c>, <c>confidence</c> or <c>cost</c>; null when it was never handed over.</summary>
    public required string? Reason { get; init; }

    /// <summary>The same as a sentence; of a session that was ended, who ended it and why.</summary>
    public required string? Why { get; init; }

    /// <summary>Failures since the last success.</summary>
    public required int Failures { get; init; }

    /// <summary>The run that had it handed over.</summary>
    public required string? Run { get; init; }

    /// <summary>Address of its step.</summary>
    public required string? Step { get; init; }

    /// <summary>US dollars that it has spent, where that is limited.</summary>
    public required decimal Usd { get; init; }

    /// <summary>Who let it go on last; null when nobody has since.</summary>
    public required string? By { get; init; }

    internal static AgentSessionItem Of(SessionState state) => new()
    {
        Id = SessionShelf.IdOf(state),
        Session = state.Session,
        User = state.User,
        Status = state.Status,
        Since = state.Since,
        Reason = state.Reason,
        Why = state.Why,
        Failures = state.Failures,
        Run = state.Run,
        Step = state.Step,
        Usd = state.Usd,
        By = state.By,
    };
}

/// <summary>A session with what a person needs to judge it.</summary>
/// <param name="Session">How it stands.</param>
/// <param name="Summary">A few lines for people; null when it was never handed over, or the run that was is gone.</param>
/// <param name="Saved">The saved session: what was asked, the conversation, the newest turns with their calls; null as for the summary.</param>
/// <param name="Questions">The questions that wait for a person.</param>
public sealed record AgentSessionDetail(AgentSessionItem Session, string? Summary, JsonElement? Saved, IReadOnlyList<AgentSessionQuestion> Questions)
{
    internal static AgentSessionDetail Of(SessionState state, JsonElement? shown, IReadOnlyList<AgentSessionQuestion> questions) => new(
        AgentSessionItem.Of(state),
        shown is { } parameters && parameters.TryGetProperty("summary", out var summary) ? summary.GetString() : null,
        shown is { } given && given.TryGetProperty("session", out var saved) ? saved : null,
        questions);
}

/// <summary>A question of a session that waits for a person.</summary>
/// <param name="Run">The run that asks.</param>
/// <param name="Step">Address of the step that asks.</param>
/// <param name="RequestedAt">When it was asked.</param>
/// <param name="ExpiresAt">When no answer ends the session; null for never.</param>
/// <param name="Assignees">Who is asked; empty for anybody.</param>
/// <param name="Answer">The answer that is held back, which may be changed; null when none is.</param>
/// <param name="IsAsked">Whether whoever looks is asked.</param>
/// <param name="MayAnswer">Whether whoever looks may answer: who is asked and may decide about approvals, and in their place who manages users.</param>
public sealed record AgentSessionQuestion(
    string Run, string Step, DateTimeOffset? RequestedAt, DateTimeOffset? ExpiresAt, IReadOnlyList<string> Assignees, JsonElement? Answer, bool IsAsked,
    bool MayAnswer)
{
    internal static AgentSessionQuestion Of(SessionQuestion question, ApprovalItem seen) => new(
        question.Run.Run.Value, question.Step.Path, question.Step.StartedAt, question.Step.WaitsUntil, seen.Assignees, question.Held, seen.IsAsked,
        seen.MayAnswer);
}

/// <summary>What is said to a session that goes on.</summary>
public sealed record AgentSessionResume
{
    /// <summary>What the agent or prompt is told; null for nothing.</summary>
    public string? Guidance { get; init; }

    /// <summary>The answer that was held back, as it is to go out; null to leave it as it is.</summary>
    public JsonElement? Answer { get; init; }

    /// <summary>What to say to it; kept in the run's history.</summary>
    public string? Comment { get; init; }
}

/// <summary>Why a session is over.</summary>
public sealed record AgentSessionEnd
{
    /// <summary>Why; kept in the run's history, and in the errors that waiting steps fail with.</summary>
    public required string Comment { get; init; }
}

/// <summary>What became of a session that somebody decided about.</summary>
/// <param name="Session">How it stands now. Where questions were answered the process that executes their runs may still be about to act on it.</param>
/// <param name="Answered">The questions that were answered.</param>
public sealed record AgentSessionAnswer(AgentSessionItem Session, IReadOnlyList<AnsweredQuestion> Answered);

/// <summary>A question that was answered.</summary>
/// <param name="Run">The run.</param>
/// <param name="Step">The step.</param>
/// <param name="Applied">Whether it has taken effect; else the process that executes the run acts on it.</param>
public sealed record AnsweredQuestion(string Run, string Step, bool Applied);
