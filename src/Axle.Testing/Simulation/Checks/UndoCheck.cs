using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation.Checks;

/// <summary>Only completed steps are undone, each once, one after another, in the reverse order of their completion.</summary>
internal sealed class UndoCheck
{
    private readonly Dictionary<string, long> _completed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Undoing> _goingOn = new(StringComparer.Ordinal);

    public static void Check(IReadOnlyList<RecordedEvent> events)
    {
        var check = new UndoCheck();
        foreach (var recorded in CountingHistory.Of(events))
            check.Take(recorded);
    }

    private void Take(RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case StepCompleted completed:
                _completed[completed.Path] = recorded.Seq;
                break;
            case CompensationStarted { Path: null }:
                _goingOn.Clear();
                _goingOn[""] = new Undoing();
                break;
            case CompensationStarted started:
                _goingOn[started.Path] = new Undoing();
                break;
            case CompensationEnded ended:
                _goingOn.Remove(ended.Path ?? "");
                break;
            case UndoStarted started:
                Begin(started.Path);
                break;
            case UndoEnded ended:
                End(ended);
                break;
        }
    }

    private void Begin(string path)
    {
        Invariants.Require(_completed.TryGetValue(path, out var seq), $"Step '{path}' is undone, and it had not completed, or was undone before.");
        var undoing = Of(path);
        Invariants.Require(undoing.Current is null, $"Step '{path}' is undone while '{undoing.Current}' still is.");
        Invariants.Require(seq < undoing.Before, $"Step '{path}' is undone after '{undoing.Last}', which had completed before it.");
        (undoing.Current, undoing.Last, undoing.Before) = (path, path, seq);
    }

    private void End(UndoEnded ended)
    {
        var undoing = Of(ended.Path);
        Invariants.Require(undoing.Current == ended.Path, $"The undoing of step '{ended.Path}' ended, and it had not begun.");
        undoing.Current = null;
        if (ended.Error is null)
            _completed.Remove(ended.Path);
    }

    /// <summary>What the undoing is part of: that of the innermost step that is being compensated, else that of the run.</summary>
    private Undoing Of(string path)
    {
        var owner = _goingOn.Keys.Where(k => k.Length == 0 || StepPath.IsInside(path, k)).MaxBy(static k => k.Length);
        Invariants.Require(owner is not null, $"Step '{path}' is undone, and nothing asked for it.");
        return _goingOn[owner!];
    }

    private sealed class Undoing
    {
        public string? Current { get; set; }

        public string? Last { get; set; }

        /// <summary>The next one must have completed before this event.</summary>
        public long Before { get; set; } = long.MaxValue;
    }
}
