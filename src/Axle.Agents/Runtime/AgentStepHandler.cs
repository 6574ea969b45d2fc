using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Escalation;
using Axle.Agents.Kinds;
using Axle.Agents.Reasoning;
using Axle.Agents.Routing;
using Axle.Agents.Runtime.Evidence;
using Axle.Models;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Runtime;

/// <summary>
/// Has an agent perform an action. An attempt is one turn: one question to a model. What it says is noted in the run; the calls it makes become steps
/// of the run, below this one; and the next turn begins when they have ended. So a crash loses no turn, and a call may wait for a person for weeks.
/// </summary>
internal sealed class AgentStepHandler(AgentServices services, EvidenceCache cache)
{
    private readonly EvidenceCollector _collector = new(services, cache);
    private readonly ReportPublisher _publisher = new(services);
    private readonly AgentVoice _voice = new(services);

    /// <param name="context">The step, with the agent's own turns.</param>
    /// <param name="guidance">What persons told the agent, oldest first.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, ImmutableArray<string> guidance, CancellationToken cancellationToken)
    {
        var decisions = ImmutableArray.CreateBuilder<StepDecision>();
        var history = context.Turns.Select(static turn => (Note: TurnNote.Of(turn), turn)).ToImmutableArray();
        var asked = history.IsEmpty
            ? await AskAsync(context, decisions, cancellationToken)
            : new AskedAgent(AgentTask.Kept(await services.RouterAsync(context), history[0].Note), null, []);
        if (asked.Result is { } result)
        {
            // The host answers for its own classes. Tools, programs and servers bring what anybody may have written.
            if (asked.Route is { Action.Tool: not null } or { Agent.Remote: not null } or { Agent.Command: not null } or { Agent.Connection: not null })
                decisions.Add(StepDecision.Of(PlaceOf(context, asked.Route).Label.With(FlowLabel.Untrusted($"agent:{asked.Route.Agent.Id}"))));
            return new StepResult(Payload.From(asked.ToOutput()), decisions.ToImmutable(), result.Usage);
        }

        using var place = await services.Desk.TakeAsync(asked.Route.Agent, $"{context.RunId}/{context.Path}", context.Priority, cancellationToken);
        try
        {
            var turn = await TurnAsync(context, asked.Route, history, guidance, decisions, cancellationToken);
            await place.SucceedAsync();
            return turn;
        }
        catch (Exception fault)
        {
            FaultyAgent.Note(fault, asked.Route.Agent.Id);
            if (fault is AxleException known)
                await place.FailAsync(known.Error.Kind);
            throw;
        }
    }

    /// <summary>Finds who does it; an agent that is no prompt has done it then.</summary>
    private async ValueTask<AskedAgent> AskAsync(
        StepContext context, ImmutableArray<StepDecision>.Builder decisions, CancellationToken cancellationToken)
    {
        var step = (AgentAction)context.Action;
        await services.Desk.OpenAsync();
        var asked = await services.Desk.AskAsync(
            AgentTask.Rank(await services.RouterAsync(context, step.Agent), step, context.Input.Value),
            route => AgentCall.Of(context, route, CheckInputs(route, context.Input.Value), services.Time),
            context.Priority,
            cancellationToken);
        if (StepDecisions.Routed(step, asked.Route) is { } routed)
            decisions.Add(routed);
        decisions.AddRange(asked.Decisions);
        return asked;
    }

    private async ValueTask<StepResult> TurnAsync(
        StepContext context,
        AgentRoute route,
        ImmutableArray<(TurnNote Note, StepTurn Turn)> history,
        ImmutableArray<string> guidance,
        ImmutableArray<StepDecision>.Builder decisions,
        CancellationToken cancellationToken)
    {
        var work = await BeginAsync(context, route, history, decisions, cancellationToken) with { Guidance = guidance };
        if (history.IsEmpty && route.Action.World && RunAttributes.MayApply(context) && work.Evidence.Tools.Any(static tool => tool.DidApply))
        {
            var deed = new TurnNote { Kind = TurnKind.Deed, Label = LabelOf(work) };
            return StepResult.Continue(First(work, deed).ToPayload(), NextSteps.None, decisions.ToImmutable());
        }

        var result = (work.Last, work.Style.Mode) switch
        {
            // A draft that a gate refused is not looked at again: the model is told why, and answers anew.
            ({ Kind: TurnKind.Draft, Draft: { } draft }, _) when context.LastError is not { Kind: ErrorKind.Failed } =>
                await ReflectAsync(work, draft, decisions, cancellationToken),
            // What a plan hands on to the same agent is worked on, and not planned once more.
            (_, ReasoningMode.Plan) when context.Depth == 0 || route.Action.Name != FreeTask.Name => await PlanAsync(work, decisions, cancellationToken),
            _ => await ThinkAsync(work, decisions, cancellationToken),
        };
        return result with { Decisions = decisions.ToImmutable() };
    }

    private async ValueTask<AgentWork> BeginAsync(
        StepContext context,
        AgentRoute route,
        ImmutableArray<(TurnNote Note, StepTurn Turn)> history,
        ImmutableArray<StepDecision>.Builder decisions,
        CancellationToken cancellationToken)
    {
        var inputs = CheckInputs(route, context.Input.Value);
        ImmutableArray<ToolResult> tools;
        if (history.IsEmpty)
        {
            tools = await _collector.CollectAsync(route, inputs, context, cancellationToken);
            decisions.AddRange(tools.Where(static tool => tool.Error is not null).Select(StepDecisions.EvidenceFailed));
        }
        else
        {
            tools = [.. (history[0].Note.Evidence ?? []).Select(static e => new ToolResult(e.Tool, e.Effect, e.Value ?? default, e.Error))];
        }

        var upstream = UpstreamStep.Of(context, everything: route.Action.Publishes is not null);
        return new AgentWork(context, route, inputs, new AgentEvidence(tools, upstream, FindingMerge.Merge(tools, upstream)), history);
    }

    /// <summary>One thought: it ends in calls, or in an answer.</summary>
    private async ValueTask<StepResult> ThinkAsync(AgentWork work, ImmutableArray<StepDecision>.Builder decisions, CancellationToken cancellationToken)
    {
        var offered = work.Style.Mode == ReasoningMode.Once ? null : OfferedTools.Of(
            work.Route.Agent,
            services.Tools,
            work.Task,
            work.Found,
            Delegation.Offer(work.Route.Agent, (await services.RouterAsync(work.Context)).Registry, work.Style, work.Context.Depth));
        var answer = await _voice.ThinkAsync(work, offered, cancellationToken);
        decisions.AddRange(StepDecisions.Providers(answer));
        var calls = answer.Messages.SelectMany(static m => m.Contents).OfType<FunctionCallContent>().ToArray();
        if (calls.Length > 0 && offered is not null)
            return work.IsLastTurn ? throw OutOfTurns(work, answer) : await ActAsync(work, offered, answer, calls, cancellationToken);
        if (work.Reflections < work.Style.Reflections && !answer.Offline && !work.IsLastTurn)
            return Continue(work, new TurnNote { Kind = TurnKind.Draft, Draft = StoredAnswer.Of(answer) }, NextSteps.None, answer);
        return await FinishAsync(work, answer, decisions, cancellationToken);
    }

    // It was told that no more tools can be called; what it was told does not bind a model, this does.
    private static AxleException OutOfTurns(AgentWork work, ModelAnswer answer)
    {
        var failure = new AxleException(
            ErrorKind.MalformedAnswer, $"Agent '{work.Route.Agent.Id}' went on calling tools after its last turn. Allow it more turns or tokens, or give it a smaller task.");
        if (StepSpending.Of(answer) is { } spent)
            AttemptUsage.Attach(failure, spent);
        return failure;
    }

    private async ValueTask<StepResult> ActAsync(
        AgentWork work, OfferedTools offered, ModelAnswer answer, FunctionCallContent[] calls, CancellationToken cancellationToken)
    {
        var place = PlaceOf(work.Context, work.Route);
        var wanted = new CallPlanner(services.Tools, offered, work.Route.Agent, place).Plan(calls, work.Calls);
        var decided = await new GatedCalls(services.Tools, work, place).DecideAsync(wanted, cancellationToken);
        var planned = GatedCalls.Hold(decided, answer.HeldFor);
        var found = planned.Where(static c => c.Tool == OfferedTools.Search).SelectMany(FoundBy);
        var note = new TurnNote { Kind = TurnKind.Act, Calls = planned, Found = [.. found], Label = LabelOf(work) };
        return Continue(work, note, CallSteps.Of(planned, services.Tools, work.Route.Agent), answer);
    }

    private static IEnumerable<string> FoundBy(PlannedCall search) =>
        search.Answer is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray().Select(static f => f.GetProperty("tool").GetString()!) : [];

    /// <summary>Has a draft looked at; a good one is the result.</summary>
    private async ValueTask<StepResult> ReflectAsync(
        AgentWork work, StoredAnswer draft, ImmutableArray<StepDecision>.Builder decisions, CancellationToken cancellationToken)
    {
        var facts = work.Evidence.ToJson(work.Route, work.Context, work.Inputs);
        var verdict = await _voice.AskAsync(work, Critique.Instructions, Critique.Question(work.Task, draft), facts, Critique.Schema, cancellationToken);
        var problems = Critique.Problems(verdict.Json);
        if (!problems.IsEmpty)
            return Continue(work, new TurnNote { Kind = TurnKind.Critique, Problems = problems }, NextSteps.None, verdict, keepReply: false);
        var result = await FinishAsync(work, draft.ToAnswer(), decisions, cancellationToken);
        return result with { Usage = StepSpending.Of(verdict) };
    }

    /// <summary>Plans, works on the next milestone, or answers when all is reached or cannot be.</summary>
    private async ValueTask<StepResult> PlanAsync(AgentWork work, ImmutableArray<StepDecision>.Builder decisions, CancellationToken cancellationToken)
    {
        var reached = Milestones.Of(work);
        var plans = work.History.Count(static h => h.Note.Kind == TurnKind.Plan);
        var missed = work.Last is { Kind: TurnKind.Milestone } && !reached[^1].IsReached;
        if (plans == 0 || (missed && plans < Milestones.MostPlans && !work.IsLastTurn))
        {
            var facts = work.Evidence.ToJson(work.Route, work.Context, work.Inputs);
            var plan = await _voice.AskAsync(work, Milestones.Instructions, Milestones.Question(work, reached), facts, Milestones.Schema, cancellationToken);
            decisions.AddRange(StepDecisions.Providers(plan));
            if (Milestones.Read(plan.Json) is { IsEmpty: false } milestones && !plan.Offline)
                return Continue(work, new TurnNote { Kind = TurnKind.Plan, Milestones = milestones }, NextSteps.None, plan, keepReply: false);
            var thought = await ThinkAsync(work, decisions, cancellationToken);
            return StepSpending.Of(plan) is { } planning ? thought with { Usage = planning.Plus(thought.Usage) } : thought;
        }

        var newest = work.History.Last(static h => h.Note.Kind == TurnKind.Plan).Note.Milestones;
        var next = work.Last is { Kind: TurnKind.Milestone } last ? last.Milestone + 1 : work.Last is { Kind: TurnKind.Plan } ? 0 : newest.Length;
        if (missed || next >= newest.Length || work.IsLastTurn)
            return await ThinkAsync(work, decisions, cancellationToken);
        var note = new TurnNote { Kind = TurnKind.Milestone, Agent = work.Route.Agent.Id, Milestone = next, Label = LabelOf(work) };
        return StepResult.Continue(note.ToPayload(), Milestones.Steps(work.Route.Agent, newest[next], reached));
    }

    private static StepResult Continue(AgentWork work, TurnNote note, NextSteps next, ModelAnswer answer, bool keepReply = true)
    {
        note = note with
        {
            Agent = work.Route.Agent.Id,
            Tokens = StepSpending.Of(answer)?.Tokens ?? 0,
            Provider = answer.Provider,
            Model = answer.Model,
            Reply = keepReply && answer.Messages.Count > 0 ? answer.Messages[^1] : null,
        };
        return StepResult.Continue((work.History.IsEmpty ? First(work, note) : note).ToPayload(), next, usage: StepSpending.Of(answer));
    }

    /// <summary>The first note also says who does what, on which facts: those that follow are about the same.</summary>
    private static TurnNote First(AgentWork work, TurnNote note) => note with
    {
        Agent = work.Route.Agent.Id,
        Action = work.Route.Action.Name,
        Evidence = [.. work.Evidence.Tools.Select(static t => new StoredEvidence(t.Tool, t.Effect, t.Error is null ? t.Value : null, t.Error))],
    };

    private async ValueTask<StepResult> FinishAsync(
        AgentWork work, ModelAnswer answer, ImmutableArray<StepDecision>.Builder decisions, CancellationToken cancellationToken)
    {
        var action = work.Route.Action;
        var output = new AgentOutput(work.Route, answer, work.Evidence);
        if (action.World)
        {
            var mayApply = RunAttributes.MayApply(work.Context);
            output.SetApplied(mayApply && work.Evidence.Tools.Any(static tool => tool.DidApply));
            if (!mayApply)
                decisions.Add(StepDecisions.PlannedOnly(action.Name));
        }

        if (LabelOf(work) is { } label)
            decisions.Add(StepDecision.Of(label));
        if (output.Dropped > 0)
            decisions.Add(StepDecisions.ConclusionsDropped(output.Dropped));
        if (answer.HeldFor is not null && action.Publishes is not null)
            throw new AxleException(ErrorKind.Refused, $"A guard wants a person to look at the answer ({answer.HeldFor}), and action '{action.Name}' publishes it at once.");
        if (action.Publishes is not null)
            UnsureAnswer.ThrowIfHeld(work.Context, work.Route, new StepResult(Payload.From(output.ToJson()), [], StepSpending.Of(answer)), services);
        if (action.Publishes is { } publisher)
            output.SetPublished(await _publisher.PublishAsync(publisher, work, output, cancellationToken));
        return HeldAnswer.Of(new StepResult(Payload.From(output.ToJson()), [], StepSpending.Of(answer)), answer.HeldFor);
    }

    private ToolContext PlaceOf(StepContext context, AgentRoute route) =>
        RunAttributes.ToolContext(context, RunAttributes.MayApply(context), services.Time, route.Agent.Id);

    /// <summary>The label of all that an agent has read; null when all of it may be believed.</summary>
    private FlowLabel? LabelOf(AgentWork work) =>
        GatedCalls.Label(work, PlaceOf(work.Context, work.Route)) is { IsTrusted: false } label ? label : null;

    private static JsonElement CheckInputs(AgentRoute route, JsonElement given)
    {
        // An expression without a value gives null: that input is not given.
        var present = JsonSerializer.SerializeToElement(given.EnumerateObject()
            .Where(static input => input.Value.ValueKind != JsonValueKind.Null)
            .DistinctBy(static input => input.Name)
            .ToDictionary(static input => input.Name, static input => input.Value));
        var inputs = route.Action.Inputs.WithDefaults(present);
        var check = route.Action.Inputs.Validate(inputs);
        if (check.IsValid)
            return inputs;
        var known = route.Action.InputSchema.GetProperty("properties").EnumerateObject().Select(static property => property.Name).ToArray();
        throw new AxleException(
            ErrorKind.Validation,
            $"Action '{route.Action.Name}' of agent '{route.Agent.Id}' cannot take these inputs: {string.Join("; ", check.Faults)}. " +
            (known.Length == 0 ? "It takes none." : $"It takes: {string.Join(", ", known)}. Mend 'with' of the step."));
    }
}
