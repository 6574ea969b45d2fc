using System.Collections.Immutable;
using Axle.Capacity;
using Axle.Workflows.Scaling.Forecasting;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>node capacity</c>.</summary>
internal sealed record NodeCapacityDocument(
    ImmutableArray<CapacityPart> Pools, ImmutableArray<ProviderOutlook> Providers, DatabasePart? Database, Bottleneck? Bottleneck);

/// <summary>What the next hours will ask of the database.</summary>
internal sealed record DatabasePart(
    WritesPart? Writes, int Connections, int MostConnections, long Bytes, double? BytesPerDay, long? DiskBytes, DateTimeOffset? DiskFullAt)
{
    public static DatabasePart? Of(DatabaseOutlook? outlook) => outlook is null ? null : new(
        WritesPart.Of(outlook.Writes), outlook.Connections, outlook.MostConnections, outlook.Bytes, outlook.BytesPerDay, outlook.DiskBytes, outlook.DiskFullAt);
}

/// <summary>What the next hours will ask of writers.</summary>
internal sealed record WritesPart(
    string Basis, int HistoryHours, double DecisionsPerSecond, double High, double MostPerSecond, DateTimeOffset At, DateTimeOffset? FullAt,
    double DecisionsPerCommit, double MostBusyShare)
{
    public static WritesPart? Of(WritesOutlook? writes) => writes is null ? null : new(
        CapacityPart.NameOf(writes.Basis), writes.HistoryHours, writes.DecisionsPerSecond, writes.High, writes.MostPerSecond, writes.At, writes.FullAt,
        writes.DecisionsPerCommit, writes.MostBusyShare);
}

/// <summary>What the next hours will ask of a pool.</summary>
internal sealed record CapacityPart(
    string Pool, string Basis, int HistoryHours, double? ServiceSeconds, int SlotsPerWorker, ImmutableArray<HourOutlook> Hours)
{
    public static CapacityPart Of(PoolOutlook pool) => new(
        pool.Pool, NameOf(pool.Basis), pool.HistoryHours, pool.ServiceSeconds, pool.SlotsPerWorker, [.. pool.Hours]);

    public static string NameOf(ForecastBasis basis) => basis switch
    {
        ForecastBasis.None => "none",
        ForecastBasis.Recent => "recent",
        ForecastBasis.HourOfDay => "hourOfDay",
        _ => "hourOfWeek",
    };
}
