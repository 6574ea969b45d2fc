using System.CommandLine;
using System.Globalization;
using Axle.Cli.Hosting;
using Axle.Workflows.Scaling;

namespace Axle.Cli.Commands.Nodes;

/// <summary>A command about pools of workers, which only a store that many machines share knows.</summary>
internal abstract class PoolCommand(CommandContext context, string name, string description, params Example[] examples)
    : AxCommand(context, name, description, examples)
{
    /// <summary>How large workers are.</summary>
    protected Option<int?> Slots { get; } = new("--slots")
    {
        Description = "Steps that one worker makes at the same time, 1 to 10000. Default: as many as those that live.",
        HelpName = "N",
    };

    /// <summary>How many workers there may be.</summary>
    protected Option<int> Max { get; } = new("--max")
    {
        Description = $"Most workers that a pool may have, 1 to 10000. Default: {new PoolBounds().MaxWorkers}.",
        HelpName = "N",
        DefaultValueFactory = static _ => new PoolBounds().MaxWorkers,
    };

    /// <summary>The store.</summary>
    /// <exception cref="UsageException">It is one machine's.</exception>
    protected static TStore SharedStore<TStore>(AxleHost host) => host is { HasDatabase: true, Store: TStore store }
        ? store
        : throw new UsageException("Only a store that many machines share knows its pools. Set AXLE_STORE, or 'store:' in axle.yaml, to postgres://….");

    protected static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
