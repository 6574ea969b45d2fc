namespace Axle.Testing.Simulation.Generation;

/// <summary>How an attempt goes.</summary>
internal enum Attempt
{
    Succeeds,
    FailsForNow,
    FailsForGood,

    /// <summary>Never ends by itself; fails where there is no time limit to end it.</summary>
    Hangs,
    TakesLong,

    /// <summary>Takes effect, and then the connection breaks before it is known.</summary>
    LosesAnswer,
}

/// <summary>Names one attempt of a run in a way that no crash, pause or rollback changes.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Tool">The tool of the action in force.</param>
/// <param name="Number">Which attempt at that action, from 1.</param>
/// <param name="Around">Which attempts of the steps around it were in force, outermost first; empty without any.</param>
/// <param name="Era">How often the run was taken up again after it had failed.</param>
internal readonly record struct AttemptName(string Path, string Tool, int Number, string Around = "", int Era = 0);

/// <summary>What a person says to an approval.</summary>
internal enum Answer
{
    Approves,
    Rejects,

    /// <summary>Approves with the parameter <c>amount</c> changed to 7.</summary>
    Edits,

    /// <summary>Never answers.</summary>
    Silent,
}
