namespace Axle.Workflows.Runs;

/// <summary>Where a run is in its life. Names are stored: the list may grow, never change.</summary>
public enum RunStatus
{
    /// <summary>Asked for; nothing was read yet.</summary>
    Idle = 0,

    /// <summary>Its definition is being read.</summary>
    Parsing,

    /// <summary>Definition and inputs are being checked.</summary>
    Validating,

    /// <summary>Steps run, or wait for a retry or a timer.</summary>
    Executing,

    /// <summary>Nothing new starts until it is resumed; work in flight is recorded when it ends.</summary>
    Paused,

    /// <summary>Undoing completed steps.</summary>
    Compensating,

    /// <summary>Ended with outputs.</summary>
    Completed,

    /// <summary>Ended with an error. Can be resumed: what failed is tried again.</summary>
    Failed,

    /// <summary>Ended by a person or a program.</summary>
    Cancelled,
}
