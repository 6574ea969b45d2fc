namespace Axle.Workflows.Runs;

/// <summary>The formal state machine of a run: which status may follow which. Every change of status goes through <see cref="Move"/>.</summary>
public static class RunLifecycle
{
    /// <summary>The statuses that may follow.</summary>
    public static ReadOnlySpan<RunStatus> Next(RunStatus from) => from switch
    {
        RunStatus.Idle => [RunStatus.Parsing, RunStatus.Cancelled],
        RunStatus.Parsing => [RunStatus.Validating, RunStatus.Failed, RunStatus.Cancelled],
        RunStatus.Validating => [RunStatus.Executing, RunStatus.Failed, RunStatus.Cancelled],
        RunStatus.Executing => [RunStatus.Paused, RunStatus.Compensating, RunStatus.Completed, RunStatus.Failed, RunStatus.Cancelled],
        RunStatus.Paused => [RunStatus.Executing, RunStatus.Compensating, RunStatus.Failed, RunStatus.Cancelled],
        RunStatus.Compensating => [RunStatus.Paused, RunStatus.Executing, RunStatus.Failed, RunStatus.Cancelled],
        // A finished run goes on from an earlier checkpoint by a rollback, and its steps can be undone after the fact.
        RunStatus.Failed or RunStatus.Completed or RunStatus.Cancelled => [RunStatus.Executing, RunStatus.Compensating],
        _ => [],
    };

    /// <summary>Whether one status may follow the other.</summary>
    public static bool Allows(RunStatus from, RunStatus to) => Next(from).Contains(to);

    /// <summary>Returns <paramref name="to"/>.</summary>
    /// <exception cref="InvalidOperationException">The change is not one of the state machine's.</exception>
    public static RunStatus Move(RunStatus from, RunStatus to) => Allows(from, to)
        ? to
        : throw new InvalidOperationException($"A run cannot go from {from} to {to}.");

    /// <summary>Through parsing and validating to executing: how a run begins.</summary>
    public static RunStatus Start(RunStatus from)
    {
        foreach (var phase in (ReadOnlySpan<RunStatus>)[RunStatus.Parsing, RunStatus.Validating, RunStatus.Executing])
            from = Move(from, phase);
        return from;
    }

    /// <summary>Whether the run has ended: nothing will happen to it by itself.</summary>
    public static bool IsEnded(this RunStatus status) => status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;
}
