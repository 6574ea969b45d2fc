using System.Collections.Immutable;

namespace Axle.Transfers;

/// <summary>What a migration does at a time.</summary>
public enum MigrationPhase
{
    /// <summary>Copies tables for the first time.</summary>
    Copying = 0,

    /// <summary>Copies what was changed meanwhile.</summary>
    CatchingUp,

    /// <summary>Compares both sides, row by row.</summary>
    Verifying,

    /// <summary>Waits for processes that use the file to end, and copies what they change.</summary>
    Waiting,

    /// <summary>Keeps everybody from writing, copies what is missing and compares it.</summary>
    CuttingOver,
}

/// <summary>How far a migration is.</summary>
/// <param name="Phase">What it does.</param>
/// <param name="Table">The table at which it is; null when it is at all of them.</param>
/// <param name="Rows">Rows that were copied or compared, or changes that were copied, in this phase.</param>
/// <param name="Of">How many there are, as far as that is known; 0 when it is not.</param>
public sealed record MigrationProgress(MigrationPhase Phase, string? Table, long Rows, long Of)
{
    /// <summary>The processes that are waited for.</summary>
    public ImmutableArray<string> WaitingFor { get; init; } = [];
}
