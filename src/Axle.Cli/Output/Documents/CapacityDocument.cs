using System.Collections.Immutable;
using Axle.Capacity;
using Axle.Workflows.Scaling.Forecasting;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>node capacity</c>.</summary>
internal sealed record NodeCapacityDocument(ImmutableArray<CapacityPart> Pools, ImmutableArray<ProviderOutlook> Providers, Bottleneck? Bottleneck);

/// <summary>What the next hours will ask of a pool.</summary>
internal sealed record CapacityPart(
    string Pool, string Basis, int HistoryHours, double? ServiceSeconds, int SlotsPerWorker, ImmutableArray<HourOutlook> Hours)
{
    public static CapacityPart Of(PoolOutlook pool) => new(
        pool.Pool, NameOf(pool.Basis), pool.HistoryHours, pool.ServiceSeconds, pool.SlotsPerWorker, [.. pool.Hours]);

    private static string NameOf(ForecastBasis basis) => basis switch
    {
        ForecastBasis.None => "none",
        ForecastBasis.Recent => "recent",
        ForecastBasis.HourOfDay => "hourOfDay",
        _ => "hourOfWeek",
    };
}
