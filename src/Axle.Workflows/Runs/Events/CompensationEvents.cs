namespace Axle.Workflows.Runs.Events;

/// <summary>Completed steps are undone from now on, in reverse order of completion.</summary>
/// <param name="Path">The step whose inner steps are undone; null for the whole run.</param>
/// <param name="Error">What led here; null when a person asked for it.</param>
/// <param name="Then">How the run goes on when all is undone; null for a step, which then fails.</param>
/// <param name="By">Who asked for it; null when an error did.</param>
/// <param name="Reason">Why, if a reason was given.</param>
/// <param name="AfterSeq">Only steps that completed after this event; 0 for all.</param>
/// <param name="Checkpoint">Name of the checkpoint that a rollback goes back to.</param>
public sealed record CompensationStarted(
    string? Path,
    AxleError? Error,
    CompensationEnd? Then = null,
    string? By = null,
    string? Reason = null,
    long AfterSeq = 0,
    string? Checkpoint = null) : RunEvent;

/// <summary>How a run goes on when its steps are undone. Stored: names may be added, never changed.</summary>
public enum CompensationEnd
{
    /// <summary>It has failed.</summary>
    Failed,

    /// <summary>It is cancelled.</summary>
    Cancelled,

    /// <summary>It is paused, and goes back to the checkpoint when it is resumed.</summary>
    RolledBack,
}

/// <summary>The undoing of a step begins.</summary>
/// <param name="Path">Address of the step that is undone; its undo runs at <c>path/compensate/key</c>.</param>
public sealed record UndoStarted(string Path) : RunEvent;

/// <summary>The undoing of a step ended.</summary>
/// <param name="Path">Address of the step that was undone.</param>
/// <param name="Error">Why it could not be undone; null when it is undone.</param>
public sealed record UndoEnded(string Path, AxleError? Error) : RunEvent;

/// <summary>All that was to be undone was tried.</summary>
/// <param name="Path">The step whose inner steps were undone; null for the whole run.</param>
/// <param name="Failed">Addresses of steps that could not be undone.</param>
public sealed record CompensationEnded(string? Path, System.Collections.Immutable.ImmutableArray<string> Failed) : RunEvent;
