using Axle.Identity.Access;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Server.Endpoints.Runs;

/// <summary>Knows which fork was chosen in place of the run that it was made of: the history of that run says it, at its end.</summary>
/// <param name="board">Finds runs.</param>
/// <param name="store">Reads events.</param>
internal sealed class RunPromotions(RunBoard board, IRunStore store)
{
    private const int Newest = 16;

    /// <summary>The run that a fork was made of, when the caller may see it; null for a run that is no fork.</summary>
    public async ValueTask<RunRow?> OriginAsync(RunRow row, Principal who, CancellationToken cancellationToken) =>
        row.Parent is { } parent && await store.FindRunAsync(parent, cancellationToken) is { } origin && board.Sees(who, origin.Tenant) ? origin : null;

    /// <summary>How a fork was chosen, or which fork was chosen in place of a run; null when none was.</summary>
    /// <param name="row">The run.</param>
    /// <param name="origin">The run that it is a fork of; null when it is none.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async ValueTask<RunPromotion?> OfAsync(RunRow row, RunRow? origin, CancellationToken cancellationToken)
    {
        var own = origin is null ? null : await ReadAsync(origin, cancellationToken);
        return own?.Fork == row.Run.Value ? own : await ReadAsync(row, cancellationToken);
    }

    private async ValueTask<RunPromotion?> ReadAsync(RunRow row, CancellationToken cancellationToken)
    {
        var events = await store.ReadEventsAsync(row.Run, Math.Max(0, row.LastSeq - Newest), cancellationToken);
        return events.LastOrDefault(static e => e.Event is ForkPromoted) is { Event: ForkPromoted promoted } recorded
            ? new RunPromotion(row.Run.Value, promoted.Fork, promoted.By, recorded.At)
            : null;
    }
}

/// <summary>That a fork was chosen in place of the run that it was made of.</summary>
/// <param name="Origin">The run that it was made of.</param>
/// <param name="Fork">The fork.</param>
/// <param name="By">Who chose it.</param>
/// <param name="At">When.</param>
public sealed record RunPromotion(string Origin, string Fork, string By, DateTimeOffset At);
