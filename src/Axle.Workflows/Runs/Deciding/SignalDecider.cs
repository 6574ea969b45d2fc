using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>
/// Decides what signals from outside mean: those that every run understands at once, all others when a step waits for them. One that does
/// not fit the state is used up, and the history says why.
/// </summary>
internal static class SignalDecider
{
    public static void Receive(Decision decision, RunSignal signal)
    {
        decision.Consume(signal.Id);
        if (Meaning(decision, signal) is { } why)
            decision.Emit(new SignalIgnored(signal.Id, signal.Name, signal.By, why));
    }

    /// <returns>Why the signal is ignored; null when it is not, or when there is nothing to tell.</returns>
    private static string? Meaning(Decision decision, RunSignal signal)
    {
        var (state, body) = (decision.State, signal.Body.Value);
        var status = state.Status;
        switch (signal.Name)
        {
            case RunSignals.Pause when status is RunStatus.Executing or RunStatus.Compensating:
                decision.Emit(new RunPaused(signal.By, JsonObjects.Text(body, "reason")));
                return null;
            case RunSignals.Resume when status == RunStatus.Paused && state.RollbackDue is null:
                decision.Emit(new RunResumed(signal.By));
                return null;
            case RunSignals.Cancel when !status.IsEnded():
                RunDecider.Cancel(decision, signal.By, JsonObjects.Text(body, "reason"), JsonObjects.Member(body, "compensate") is not { ValueKind: JsonValueKind.False });
                return null;
            case RunSignals.Checkpoint when JsonObjects.Text(body, "name") is { Length: > 0 } name:
                decision.Emit(new CheckpointCreated(name, signal.By));
                return null;
            case RunSignals.Answer when !status.IsEnded():
                return ApprovalDecider.Answer(decision, signal);
            case RunSignals.Resolve when !status.IsEnded():
                return ResolutionDecider.Resolve(decision, signal);
            case RunSignals.Budget or RunSignals.Edit when status == RunStatus.Idle:
                return "the run has not begun: it waits for room in its group. Send it again when it has";
            case RunSignals.Budget when !status.IsEnded():
                return ChangeBudget(decision, signal);
            case RunSignals.Discard when status == RunStatus.Failed:
                decision.Emit(new DeadLetterDiscarded(signal.By, JsonObjects.Text(body, "reason")));
                return null;
            case RunSignals.Promote when JsonObjects.Text(body, "fork") is { } fork:
                decision.Emit(new ForkPromoted(fork, signal.By));
                if (!status.IsEnded())
                    decision.Emit(new RunCancelled(signal.By, $"run {fork} takes its place"));
                return null;
            case RunSignals.Compensate when status.IsEnded():
                return Compensate(decision, signal);
            case RunSignals.Rollback:
                return RollBack(decision, signal);
            case RunSignals.Edit when !status.IsEnded() || status == RunStatus.Failed:
                return Edit(decision, signal);
            case var name when RunSignals.IsReserved(name):
                return Late(name, status);
            default:
                if (status.IsEnded())
                    return $"the run is {Name(status)}, so no step waits for it";
                decision.Emit(new SignalReceived(signal.Id, signal.Name, signal.Body, signal.By));
                return null;
        }
    }

    /// <summary>A pause of a run that is paused, or a resume of one that goes on, is as good as obeyed and needs no line in the history.</summary>
    private static string? Late(string name, RunStatus status) =>
        name is RunSignals.Pause or RunSignals.Resume or RunSignals.Cancel or RunSignals.Checkpoint
            ? null
            : $"the run is {Name(status)}";

    private static string? ChangeBudget(Decision decision, RunSignal signal)
    {
        var body = signal.Body.Value;
        var stoodStill = decision.State.Flags.HasFlag(RunAttention.Budget);
        try
        {
            decision.Emit(new BudgetChanged(
                JsonObjects.Member(body, "usd")?.GetDecimal(), JsonObjects.Member(body, "tokens")?.GetInt64(), JsonObjects.Member(body, "calls")?.GetInt64(), signal.By));
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            return "'usd', 'tokens' and 'calls' must be numbers";
        }

        // Whoever paused it for another reason has not said that it may go on.
        if (stoodStill && decision.State.Status == RunStatus.Paused)
            decision.Emit(new RunResumed(signal.By));
        return null;
    }

    private static string? Compensate(Decision decision, RunSignal signal)
    {
        var started = new CompensationStarted(
            null, decision.State.Error, CompensationEnd.Cancelled, signal.By, JsonObjects.Text(signal.Body.Value, "reason"));
        if (new Compensation(started, null, decision.State.Undoable).Next() is null)
            return "no completed step names how to undo it";
        decision.Emit(started);
        return null;
    }

    private static string? RollBack(Decision decision, RunSignal signal)
    {
        var (state, body) = (decision.State, signal.Body.Value);
        if (JsonObjects.Member(body, "seq") is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt64(out var seq) || seq < 1 || seq >= state.LastSeq)
            return $"'seq' must be the number of an event, 1 to {state.LastSeq - 1}";
        if (state.Status is RunStatus.Idle or RunStatus.Compensating)
            return $"the run is {Name(state.Status)}";
        if (state.DeadEnds.Cover(seq))
            return $"at event {seq} the run had not begun or was completed, so there would be nothing to go on with; name another event";
        decision.Emit(new CompensationStarted(
            null, null, CompensationEnd.RolledBack, signal.By, JsonObjects.Text(body, "reason"), seq, JsonObjects.Text(body, "checkpoint")));
        return null;
    }

    private static string? Edit(Decision decision, RunSignal signal)
    {
        var body = signal.Body.Value;
        if (EditedParts.FirstOrDefault(p => JsonObjects.Member(body, p) is { ValueKind: not JsonValueKind.Object }) is { } part)
            return $"'{part}' must be an object: name to value";
        var steps = JsonObjects.Member(body, "steps")?.EnumerateObject().DistinctBy(static s => s.Name);
        var edits = new RunEdits(
            Of(JsonObjects.Member(body, "inputs")),
            Of(JsonObjects.Member(body, "variables")),
            steps?.ToImmutableDictionary(static s => s.Name, static s => Payload.From(s.Value)));
        try
        {
            RunDecider.Edit(decision, EditCheck.Check(decision.State, edits), signal.By);
            return null;
        }
        catch (AxleException exception)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    private static readonly string[] EditedParts = ["inputs", "variables", "steps"];

    private static Payload? Of(JsonElement? value) => value is { } given ? Payload.From(given) : null;

    private static string Name(RunStatus status) => status.ToString().ToLowerInvariant();
}
