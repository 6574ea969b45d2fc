using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Storage.Postgres.Tests;

internal enum StoreCommandKind
{
    Append,
    Claim,
    Open,
    Release,
    Signal,
    OpenDue,
    Delete,
    Purge,
    Kill,
    Look,
}

/// <summary>One command to a store.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Process">Which of two processes asks.</param>
/// <param name="Run">The run.</param>
/// <param name="Epoch">The epoch of the claim, as the one who asks believes.</param>
/// <param name="Seq">The last event of the run, as the one who asks believes.</param>
internal sealed record StoreCommand(StoreCommandKind Kind, int Process, string Run, long Epoch, long Seq)
{
    public RunStatus Status { get; init; }

    public int Events { get; init; }

    public bool Large { get; init; }

    public bool Release { get; init; }

    public int? WakeAfter { get; init; }

    public string? Group { get; init; }

    public RunAttention Attention { get; init; }

    public int Hour { get; init; }

    public string Signal { get; init; } = "";

    /// <summary>Counts the commands of a history.</summary>
    public int Number { get; init; }
}
