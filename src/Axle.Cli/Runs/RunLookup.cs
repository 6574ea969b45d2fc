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
        var stored = await host.Store.FindDefinitionAsync(row.Definition, cancellationToken)
            ?? throw new AxleException(ErrorKind.Internal, $"The definition {row.Definition} of run {row.Run} is not in the store.");
        var events = await host.Store.ReadEventsAsync(row.Run, 0, cancellationToken);
        return new RunLookup(RunHistory.Fold(row.Run, host.Get<IDefinitionLoader>().Load(stored), events), events);
    }
}
