using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Escalation;
using Axle.Cli.Commands;
using Axle.Client.Sessions;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>session list</c>.</summary>
internal sealed record SessionListDocument(ImmutableArray<SessionPart> Sessions);

/// <summary>A session of agents.</summary>
/// <param name="Id">What names it in one word.</param>
/// <param name="Session">The conversation; <c>run:ID</c> for a run that belongs to none.</param>
/// <param name="User">The user whose it is; null where users are not told apart.</param>
/// <param name="Tenant">Whose it is; null where there are no tenants, and for those of a server, which knows by the key.</param>
/// <param name="Status"><c>open</c>: a person has it; <c>halfOpen</c>: on probation; <c>ended</c>; <c>closed</c>: it does well.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason"><c>failures</c>, <c>confidence</c> or <c>cost</c>.</param>
/// <param name="Why">The same as a sentence.</param>
/// <param name="Run">The run that had it handed over.</param>
/// <param name="Step">Its step.</param>
/// <param name="Usd">What it has spent, where that is limited.</param>
/// <param name="By">Who let it go on.</param>
internal sealed record SessionPart(
    string Id, string Session, string? User, string? Tenant, string Status, DateTimeOffset Since, string? Reason, string? Why, string? Run, string? Step,
    decimal Usd, string? By)
{
    public static SessionPart Of(SessionState state) => new(
        SessionShelf.IdOf(state), state.Session, state.User, state.Tenant, Words.Name(state.Status), state.Since, state.Reason, state.Why, state.Run,
        state.Step, state.Usd, state.By);

    public static SessionPart Of(AgentSession served) => new(
        served.Id, served.Session, served.User, null, Words.Name(served.Status), served.Since, served.Reason, served.Why, served.Run, served.Step, served.Usd,
        served.By);
}

/// <summary>The answer of <c>session show</c>.</summary>
/// <param name="Session">How it stands.</param>
/// <param name="Summary">A few lines for people.</param>
/// <param name="Saved">What was asked, the conversation, the newest turns with their calls.</param>
/// <param name="Questions">What waits for a person.</param>
internal sealed record SessionShowDocument(SessionPart Session, string? Summary, JsonElement? Saved, ImmutableArray<SessionQuestionPart> Questions)
{
    public static SessionShowDocument Of(SessionState state, JsonElement? shown, IReadOnlyList<SessionQuestion> questions) => new(
        SessionPart.Of(state),
        shown is { } parameters && parameters.TryGetProperty("summary", out var summary) ? summary.GetString() : null,
        shown is { } given && given.TryGetProperty("session", out var saved) ? saved : null,
        [.. questions.Select(static q => new SessionQuestionPart(q.Run.Run.Value, q.Step.Path, q.Held))]);

    public static SessionShowDocument Of(AgentSessionDetail served) => new(
        SessionPart.Of(served.Session), served.Summary, served.Saved,
        [.. served.Questions.Select(static q => new SessionQuestionPart(q.Run, q.Step, q.Answer))]);
}

/// <summary>A question of a session that waits.</summary>
/// <param name="Run">The run that asks.</param>
/// <param name="Step">The step that asks.</param>
/// <param name="Answer">The answer that is held back.</param>
internal sealed record SessionQuestionPart(string Run, string Step, JsonElement? Answer);

/// <summary>The answer of <c>session resume</c> and <c>end</c>.</summary>
/// <param name="Session">How it stands.</param>
/// <param name="Answered">Runs whose questions were answered.</param>
internal sealed record SessionDecisionDocument(SessionPart Session, ImmutableArray<string> Answered)
{
    public static SessionDecisionDocument Of(AgentSessionAnswer served) => new(SessionPart.Of(served.Session), [.. served.Answered.Select(static a => a.Run)]);

    /// <summary>Tells it.</summary>
    public int Tell(Invocation call, string done)
    {
        if (call.Json)
            call.WriteDocument(this, CliJson.Context.SessionDecisionDocument);
        else
            call.Say(Answered.IsEmpty ? done : $"{done} Answered: {string.Join(", ", Answered)}");
        return ExitCodes.Success;
    }
}
