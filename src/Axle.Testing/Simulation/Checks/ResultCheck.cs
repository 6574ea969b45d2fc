using System.Globalization;
using Axle.Testing.Simulation.Generation;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation.Checks;

/// <summary>Each result is recorded once, each signal is taken once, and a step that holds others ends when all it opened are closed.</summary>
internal sealed class ResultCheck(StepCatalog steps)
{
    private readonly Dictionary<string, bool> _ended = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _helped = new(StringComparer.Ordinal);
    private bool _startedOver;

    public static void Check(StepCatalog steps, IReadOnlyList<RecordedEvent> events)
    {
        var check = new ResultCheck(steps);
        foreach (var (happened, startsOver) in CountingHistory.Walk(events))
        {
            if (startsOver)
                check.StartOver();
            check.Take(happened);
        }
    }

    private void Take(RunEvent happened)
    {
        switch (happened)
        {
            case StepStarted started:
                Invariants.Require(!_ended.ContainsKey(started.Path), $"Step '{started.Path}' began after it had ended.");
                BeginAgain(started.Path);
                break;
            case StepCompleted completed:
                Invariants.Require(_ended.TryAdd(completed.Path, true), $"The result of step '{completed.Path}' is recorded twice.");
                Invariants.Require(completed.Signal is not { } signal || _taken.Add(signal), $"Signal '{completed.Signal}' is taken twice, at last by '{completed.Path}'.");
                CheckJoined(completed.Path);
                break;
            case StepFailed failed:
                Invariants.Require(_ended.TryAdd(failed.Path, failed.Continued), $"Step '{failed.Path}' ended twice.");
                break;
            case StepSkipped skipped:
                Invariants.Require(_ended.TryAdd(skipped.Path, !skipped.Blocked), $"Step '{skipped.Path}' ended twice.");
                break;
            case StepHandled handled:
                _helped.Add(handled.Path);
                break;
            case StepFellBack fellBack:
                _helped.Add(fellBack.Path);
                break;
            case StepTurned { Workflow: not null } turned:
                var name = turned.Turn.ToString(CultureInfo.InvariantCulture);
                Invariants.Require(OpenOf(turned.Path).Add(name), $"Turn {name} of step '{turned.Path}' is opened twice.");
                break;
            case ScopeOpened opened:
                Invariants.Require(OpenOf(opened.Path).Add(opened.Scope), $"Scope '{opened.Scope}' of step '{opened.Path}' is opened twice.");
                break;
            case ScopeClosed closed:
                Invariants.Require(OpenOf(closed.Path).Remove(closed.Scope) || _startedOver, $"Scope '{closed.Scope}' of step '{closed.Path}' is closed twice.");
                break;
        }
    }

    private HashSet<string> OpenOf(string path)
    {
        if (!_open.TryGetValue(path, out var open))
            _open[path] = open = new HashSet<string>(StringComparer.Ordinal);
        return open;
    }

    private void CheckJoined(string path)
    {
        // One that a handler or a fallback completed was left in the midst of it.
        if (!_helped.Contains(path) && steps.Of(path).Action is (ParallelAction or ForEachAction or LoopAction) && _open.TryGetValue(path, out var open))
            Invariants.Require(open.Count == 0, $"Step '{path}' completed, and these inside of it had not ended: {string.Join(", ", open)}.");
    }

    private void BeginAgain(string path)
    {
        if (steps.Of(path).Action.IsWork)
            return;
        foreach (var inner in _ended.Keys.Where(p => StepPath.IsInside(p, path)).ToArray())
            _ended.Remove(inner);
        foreach (var inner in _open.Keys.Where(p => p == path || StepPath.IsInside(p, path)).ToArray())
            _open.Remove(inner);
    }

    /// <summary>What failed, was undone or was built on what was undone is done again; the reference model holds the engine to the rest.</summary>
    private void StartOver()
    {
        _ended.Clear();
        _open.Clear();
        _startedOver = true;
    }
}
