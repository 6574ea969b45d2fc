using System.Collections.Immutable;
using System.Globalization;
using Axle.Agents.Reasoning;
using Axle.Agents.Runtime;
using Axle.Models.Guarding;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Escalation;

/// <summary>Makes an attempt at a step.</summary>
/// <param name="work">The step, without the turns in which a person was asked.</param>
/// <param name="guidance">What persons said to the work so far, oldest first.</param>
/// <param name="cancellationToken">Cancels it.</param>
internal delegate ValueTask<StepResult> GuidedWork(StepContext work, ImmutableArray<string> guidance, CancellationToken cancellationToken);

/// <summary>
/// Stands before the agents and prompts of a session and hands it to a person when too much fails, an answer is not sure of itself, or it costs too much.
/// The state is durable before anything follows from it, and so is the question: whoever takes up the run of a process that died asks again, or goes on with
/// the answer.
/// </summary>
/// <param name="services">What agents work with.</param>
/// <param name="handler">Does the work.</param>
internal sealed class SessionBreaker(AgentServices services, GuidedWork handler)
{
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var turns = EscalatedTurns.Of(context);
        var work = context with { Turns = turns.Work };
        var session = Watched(context, AgentOf(work) ?? turns.Agent);
        if (turns.Answer is { } answer && await AnswerAsync(context, session, answer, cancellationToken) is { } released)
            return released;
        if (session is not null)
        {
            var state = await session.ChangeAsync(s => Begun(s, work, session.Options), cancellationToken);
            if (MayNotGoOn(work, session, state) is { } stopped)
                return stopped;
        }

        return await WorkAsync(context, work, turns.Guidance, cancellationToken);
    }

    // Which agent it is may only be known when it has worked: then its own settings hold.
    private async ValueTask<StepResult> WorkAsync(
        StepContext context, StepContext work, ImmutableArray<string> guidance, CancellationToken cancellationToken)
    {
        StepResult result;
        try
        {
            result = await handler(work, guidance, cancellationToken);
        }
        catch (Exception fault) when (IsFailure(work, fault, cancellationToken) && Watched(context, FaultyAgent.Of(fault) ?? AgentOf(work)) is not null)
        {
            var agent = FaultyAgent.Of(fault) ?? AgentOf(work);
            var session = Watched(context, agent)!;
            var failed = await session.ChangeAsync(
                s => UnsureAnswer.Is(fault)
                    ? s.Opening("confidence", fault.Message, session.Place, services.Time.GetUtcNow())
                    : s.Failing(session.ThisAttempt, session.Options, fault.Message, session.Place, services.Time.GetUtcNow()),
                CancellationToken.None);
            // What ran out of time is nobody's any more: the next that is asked of the session finds it handed over.
            // And to let a session go on is not to have a deed done again of which nobody knows how much was done.
            if (failed.Status != SessionStatus.Open || cancellationToken.IsCancellationRequested || Deed.MayBeDone(fault))
                throw;
            return Ask(work, session, failed, held: null, agent, fault.Message) with { Usage = AttemptUsage.Of(fault) };
        }

        return result.Next is null ? await FinishAsync(context, work, result, cancellationToken) : result;
    }

    private async ValueTask<StepResult> FinishAsync(StepContext context, StepContext work, StepResult result, CancellationToken cancellationToken)
    {
        var agent = AgentOf(work, result);
        if (Watched(context, agent) is not { } session)
            return result;
        var options = session.Options;
        var answer = new JudgedAnswer(result);
        var state = await session.ChangeAsync(s => Ended(options.Usd is null ? s : s.Spending(session.Run, work.Spent.Usd + answer.Usd)), cancellationToken);
        return state.Status == SessionStatus.Open ? Ask(work, session, state, result, agent) : result;

        SessionState Ended(SessionState s) => answer switch
        {
            { IsStandIn: true } when HasModel() => s.Failing(session.ThisAttempt, options, "no language model answered, and the offline provider stood in.", session.Place, services.Time.GetUtcNow()),
            { Confidence: { } sure } when sure < options.Confidence => s.Opening("confidence", UnsureAnswer.Say(sure, options), session.Place, services.Time.GetUtcNow()),
            _ => s.Succeeding(services.Time.GetUtcNow()),
        };
    }

    // Where nobody configured a model, offline answers are what was asked for.
    private bool HasModel() => services.Models.LookAtDeployments().Any(static d => d.Obstacle is null);

    private static StepResult? MayNotGoOn(StepContext work, WatchedSession session, SessionState state) => state.Status switch
    {
        SessionStatus.Open => Ask(work, session, state, held: null, AgentOf(work)),
        SessionStatus.Ended => throw new AxleException(
            ErrorKind.Refused, $"Session '{state.Session}' was ended at {state.Since:u}. Begin another one, or have this one forgotten: ax session forget."),
        _ => null,
    };

    /// <summary>What a person's answer makes of the session; the result when one was held back, null when the agent goes on.</summary>
    private async ValueTask<StepResult?> AnswerAsync(StepContext context, WatchedSession? session, PersonsAnswer answer, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        if (session is not null)
        {
            await session.ChangeAsync(
                s => answer.GoesOn ? s.Resuming(answer.Question, answer.By, now) : s.Ending(answer.Question, answer.Comment, now), cancellationToken);
        }

        context.Note(SessionDecisions.Answered(session?.Id ?? context.RunId.Value, answer));
        if (!answer.GoesOn)
            throw new AxleException(ErrorKind.Refused, $"The session was handed to a person, who ended it. {answer.Comment}");
        return answer.Output is { } output ? new StepResult(Payload.From(output)) : null;
    }

    private static StepResult Ask(StepContext work, WatchedSession session, SessionState state, StepResult? held, string? agent, string? fault = null)
    {
        work.Note(SessionDecisions.Opened(state));
        return EscalationQuestion.Of(state, new SavedSession(work, [.. work.Turns], state), session.Options, agent, held, fault);
    }

    /// <summary>What is known before the next thing is asked: what the run has spent, and how the calls of the turn before ended.</summary>
    private SessionState Begun(SessionState state, StepContext work, EscalationOptions options)
    {
        var (now, place) = (services.Time.GetUtcNow(), (work.RunId.Value, work.Path));
        if (options.Usd is not null)
            state = state.Spending(work.RunId.Value, work.Spent.Usd);
        if (work.Turns is [.., var last] && TurnNote.Of(last) is { Kind: TurnKind.Act, Calls: { IsEmpty: false } calls })
        {
            var observed = calls.Select(c => (c.Tool, Seen: Conversation.Observe(c, last))).ToArray();
            var failure = string.Create(CultureInfo.InvariantCulture, $"{work.RunId}/{work.Path}[{work.Turns.Count - 1}]");
            state = observed.All(static o => o.Seen.Failed)
                ? state.Failing(failure, options, $"{observed[0].Tool}: {observed[0].Seen.Text}", place, now)
                : state.LastFailure == failure ? state : state.Succeeding(now);
        }

        return state.Status is SessionStatus.Closed or SessionStatus.HalfOpen && state.IsOver(options)
            ? state.Opening("cost", string.Create(CultureInfo.InvariantCulture, $"It has spent ${state.Usd:0.##}, ${options.Usd} since a person looked at it."), place, now)
            : state;
    }

    // What is tried again by itself is no failure yet. A budget that is spent has the run wait already.
    private bool IsFailure(StepContext context, Exception fault, CancellationToken cancellationToken) => fault switch
    {
        AxleException { Error.Kind: ErrorKind.BudgetSpent } => false,
        AxleException known => context.IsLastAttempt || !known.Error.Kind.IsTransient(),
        OperationCanceledException when cancellationToken.IsCancellationRequested =>
            context.IsLastAttempt && context.Deadline is { } deadline && services.Time.GetUtcNow() >= deadline,
        _ => context.IsLastAttempt,
    };

    private WatchedSession? Watched(StepContext context, string? agent) =>
        WatchedSession.Of(context, WatchedSession.OptionsOf(agent, services), services.Sessions);

    // What a prompt is answered names nobody: anything may stand in it.
    private static string? AgentOf(StepContext work, StepResult? result = null) => work.Action is not AgentAction asked ? null
        : result?.Output.Value.Text("agent") ?? (work.Turns is [var first, ..] ? TurnNote.Of(first).Agent : asked.Agent ?? work.Input.Value.Text("agent"));
}
