namespace Axle.Workflows.Runs;

/// <summary>Where a step is. Names are stored and seen by expressions (in camelCase): the list may grow, never change.</summary>
public enum StepStatus
{
    /// <summary>Waits for the steps it depends on.</summary>
    Pending = 0,

    /// <summary>An attempt is being made.</summary>
    Running,

    /// <summary>Waits for its next attempt.</summary>
    Retrying,

    /// <summary>Out of attempts; the steps of its error handler run.</summary>
    Handling,

    /// <summary>Ended with an output.</summary>
    Completed,

    /// <summary>Out of attempts, fallbacks and handlers.</summary>
    Failed,

    /// <summary>Did not run: its condition was false, or a step it depends on did not succeed.</summary>
    Skipped,

    /// <summary>Stopped because the run ended.</summary>
    Cancelled,

    /// <summary>Waits for a time, a signal or a person.</summary>
    Waiting,

    /// <summary>Failed; its inner steps are being undone.</summary>
    Compensating,

    /// <summary>It is not known whether its effect happened; a person has to say.</summary>
    Unresolved,
}
