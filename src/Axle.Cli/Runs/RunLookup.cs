using Axle.Cli.Hosting;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Runs;

/// <summary>Reads a run back from the store: its events and the state that they fold to.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Events">All its events, in order.</param>
internal sealed record RunLookup(RunState State, IReadOnlyList<RecordedEvent> Events)
{
    /// <summary>Reads the run.</summary>
    /// <exception cref="AxleException">Its definition is not in the store, or cannot be read by this version.</exception>
    public static async Task<RunLookup> ReadAsync(AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var reader = host.Get<RunReader>();
        var events = await reader.HistoryAsync(row.Run, cancellationToken);
        return new RunLookup(await reader.FoldAsync(row.Run, events, long.MaxValue, cancellationToken), events);
    }
}
