using System.Globalization;
using System.Text;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Graph;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>What the beginning and end of inner lists of steps do to a run's state.</summary>
internal static class ScopeFold
{
    /// <summary>The name of a switch's scope when no case matched.</summary>
    public const string Default = "default";

    public static bool TryApply(RunState state, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case ScopeOpened opened:
                Open(state, state.Step(opened.Path), opened, recorded.At);
                break;
            case ScopeClosed closed:
                Close(state, state.Step(closed.Path), closed, recorded.At);
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>The empty progress of a step that begins.</summary>
    public static InnerScopes Begin(StepState step)
    {
        if (step.Action is not ForEachAction forEach)
            return new InnerScopes();
        var items = step.Input is { Value.ValueKind: System.Text.Json.JsonValueKind.Array } list ? list.Value.EnumerateArray().ToArray() : [];
        return new InnerScopes { Items = items, Outputs = new Payload?[Batches(items.Length, forEach.BatchSize)] };
    }

    private static int Batches(int items, int size) => (items + size - 1) / size;

    private static void Open(RunState state, StepState owner, ScopeOpened opened, DateTimeOffset at)
    {
        if (owner.Inner!.TakeHeld(opened.Scope) is { } held)
        {
            ResumeFold.Begin(state, held, at);
            return;
        }

        if (owner.Status == StepStatus.Waiting)
            state.Unwait(owner);
        Enter(state, owner, New(state, owner, opened));
    }

    /// <summary>Inner steps begin.</summary>
    public static void Enter(RunState state, StepState owner, ScopeState scope)
    {
        owner.Status = StepStatus.Running;
        owner.Inner!.Add(scope);
        state.Enter(scope);
        state.Changed(owner);
    }

    /// <summary>A list of inner steps as it begins.</summary>
    public static ScopeState New(RunState state, StepState owner, ScopeOpened opened)
    {
        var (name, frame) = (opened.Scope, owner.Scope.Frame);
        switch (owner.Action)
        {
            case ParallelAction parallel:
                var branch = parallel.Branches.First(b => b.Name == name);
                return new ScopeState(GraphCache.Of(branch, branch.Steps), ScopeRole.Branch, frame, owner, name);
            case SwitchAction choice when name == Default:
                return new ScopeState(GraphCache.Of(choice, choice.Default), ScopeRole.Case, frame, owner, name);
            case SwitchAction choice:
                var matching = choice.Cases[Number(name)];
                return new ScopeState(GraphCache.Of(matching, matching.Steps), ScopeRole.Case, frame, owner, name);
            case SagaAction saga:
                return new ScopeState(GraphCache.Of(saga, saga.Steps), ScopeRole.Saga, frame, owner, name);
            case ForEachAction forEach:
                return Item(owner, forEach, name);
            case LoopAction loop:
                var round = Number(name);
                return new ScopeState(GraphCache.Of(loop, loop.Steps), ScopeRole.Round, frame, owner, name)
                {
                    Index = round,
                    Previous = owner.Inner!.LastOutput,
                };
            case UsesAction uses:
                var used = state.Workflows.Find(frame.Workflow, uses.Workflow)
                    ?? throw new InvalidOperationException($"Run {state.Id} is not pinned to workflow '{uses.Workflow}'.");
                var inner = new RunFrame(used, owner, frame.Depth + 1) { Inputs = opened.Inputs ?? Payload.EmptyObject };
                inner.Set((opened.Variables ?? Payload.EmptyObject).Value);
                return new ScopeState(GraphCache.Of(used), ScopeRole.Uses, inner, owner, name);
            default:
                throw new InvalidOperationException($"Step '{owner.Path}' of run {state.Id} has no inner steps.");
        }
    }

    /// <summary>The steps that a handler asked for, as they begin.</summary>
    public static ScopeState NewTurn(StepState owner, string name, Payload written, Payload? inputs)
    {
        var workflow = WorkflowReader.Read(Encoding.UTF8.GetString(written.Utf8()), "turn.json").Require();
        var frame = new RunFrame(workflow, owner, owner.Scope.Frame.Depth + 1) { Inputs = inputs ?? Payload.EmptyObject };
        return new ScopeState(GraphCache.Of(workflow), ScopeRole.Turn, frame, owner, name) { Index = Number(name), Written = written };
    }

    private static ScopeState Item(StepState owner, ForEachAction forEach, string name)
    {
        var index = Number(name);
        var items = owner.Inner!.Items!;
        var item = forEach.BatchSize == 1
            ? items[index]
            : Deciding.JsonObjects.List(items.AsSpan(index * forEach.BatchSize, Math.Min(forEach.BatchSize, items.Length - (index * forEach.BatchSize))));
        return new ScopeState(GraphCache.Of(forEach, forEach.Steps), ScopeRole.Item, owner.Scope.Frame, owner, name) { Index = index, Item = item };
    }

    private static void Close(RunState state, StepState owner, ScopeClosed closed, DateTimeOffset at)
    {
        var scope = owner.Inner!.Find(closed.Scope)
            ?? throw new InvalidOperationException($"Step '{owner.Path}' of run {state.Id} has no open scope '{closed.Scope}'.");
        if (!owner.Inner.Close(scope, closed.Output, closed.Error))
            state.Forget(scope);
        if (scope.Role == ScopeRole.Turn)
            StepFold.TakeNextTurn(state, owner, at);
        else
            state.Undecided.Enqueue(owner);
    }

    public static int Number(string name) => int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture);
}
