using System.Collections.Immutable;
using Axle.Workflows.Scaling;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>node scaling</c>.</summary>
internal sealed record NodeScalingDocument(ImmutableArray<ScalingPart> Pools);

/// <summary>A pool of workers, as it is and as it should be.</summary>
internal sealed record ScalingPart(
    string Pool, int DesiredWorkers, int DesiredSlots, int Workers, long Slots, int SlotsPerWorker, long Making, long Waiting, double ArrivalsPerSecond,
    double? ServiceSeconds, string HeldBy)
{
    public static ScalingPart Of(PoolSize size) => new(
        size.Load.Pool, size.Workers, size.Slots, size.Load.Workers, size.Load.Slots, size.SlotsPerWorker, size.Load.Making, size.Load.Waiting,
        Math.Round(size.Load.ArrivalsPerSecond, 3), size.Load.ServiceSeconds is { } seconds ? Math.Round(seconds, 3) : null,
        size.Limit.ToString().ToLowerInvariant());
}
