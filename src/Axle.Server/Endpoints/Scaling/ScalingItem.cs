using Axle.Workflows.Scaling;

namespace Axle.Server.Endpoints.Scaling;

/// <summary>Pools.</summary>
/// <param name="Pools">By name.</param>
public sealed record ScalingList(IReadOnlyList<ScalingItem> Pools);

/// <summary>A pool of workers, as it is and as it should be.</summary>
/// <param name="Pool">Its name.</param>
/// <param name="DesiredWorkers">Workers that it should have, within <c>min</c> and <c>max</c> of the request.</param>
/// <param name="DesiredSlots">Steps that these should make at the same time.</param>
/// <param name="Workers">Workers that live and take steps.</param>
/// <param name="Slots">Steps that these can make at the same time.</param>
/// <param name="SlotsPerWorker">What was taken for one worker: <c>slots</c> of the request, or what those have that live.</param>
/// <param name="Making">Steps that are being made.</param>
/// <param name="Waiting">Steps that are due and that nobody has begun.</param>
/// <param name="ArrivalsPerSecond">Steps that become due, a second.</param>
/// <param name="ServiceSeconds">For how long a step holds its slot, on average; null while none has ended.</param>
/// <param name="HeldBy">What holds <c>desiredWorkers</c>, if not the load: <c>recent</c> need, <c>minimum</c> or <c>maximum</c>; else <c>none</c>.</param>
public sealed record ScalingItem(
    string Pool, int DesiredWorkers, int DesiredSlots, int Workers, long Slots, int SlotsPerWorker, long Making, long Waiting, double ArrivalsPerSecond,
    double? ServiceSeconds, SizeLimit HeldBy)
{
    internal static ScalingItem Of(PoolSize size) => new(
        size.Load.Pool, size.Workers, size.Slots, size.Load.Workers, size.Load.Slots, size.SlotsPerWorker, size.Load.Making, size.Load.Waiting,
        Math.Round(size.Load.ArrivalsPerSecond, 3), size.Load.ServiceSeconds is { } seconds ? Math.Round(seconds, 3) : null, size.Limit);
}
