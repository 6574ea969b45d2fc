using System.CommandLine;
using System.Globalization;
using Axle.Capacity;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Models.Configuration;
using Axle.Models.Ledger;
using Axle.Workflows.Ports;
using Axle.Workflows.Scaling;
using Axle.Workflows.Scaling.Forecasting;

namespace Axle.Cli.Commands.Nodes;

/// <summary><c>ax node capacity</c>.</summary>
internal sealed class NodeCapacityCommand : PoolCommand
{
    private readonly Option<int> _hours = new("--hours")
    {
        Description = $"How many hours are looked ahead, 1 to 168. Default: {CapacityPlanner.StandardHours}.",
        HelpName = "N",
        DefaultValueFactory = static _ => CapacityPlanner.StandardHours,
    };

    private readonly Option<int?> _disk = new("--disk")
    {
        Description = "Gigabytes that the database may have, 1 to 1000000. Default: how long its disk lasts is not said.",
        HelpName = "GB",
    };

    public NodeCapacityCommand(CommandContext context)
        : base(context, "capacity", "Expect the load of the next hours from history, and tell what will be full first.",
            new("ax node capacity", "The next day"),
            new("ax node capacity --hours 168 --max 20 --json", "The next week, when a pool may have 20 workers"),
            new("ax node capacity --disk 200", "And when the 200 GB of the database are full"))
    {
        foreach (var option in (Option[])[_hours, Slots, Max, _disk])
            Add(option);
        Remarks =
        [
            "With two weeks of history an hour is expected to be as the same hour of the same day was; with two days, as the same hour; with less, as the last hours. LOW and "
            + "HIGH: of ten hours, one is expected below and one above. AT MOST are the workers that HIGH needs.",
            "What the database can take is measured: how long the transactions of engines took in the last week, its connections, and how fast it grew.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var planner = new CapacityPlanner(
            SharedStore<ILoadStore>(host), SharedStore<IDatabaseGauge>(host), host.Get<IModelLedger>(), host.Get<ModelOptions>(), call.Outside.Time);
        var bounds = new PoolBounds { SlotsPerWorker = call.Get(Slots), MinWorkers = 1, MaxWorkers = call.Get(Max) };
        var outlook = await planner.LookAsync(call.Get(_hours), bounds, call.Get(_disk), cancellationToken);
        if (call.Json)
        {
            call.WriteDocument(
                new NodeCapacityDocument(
                    [.. outlook.Pools.Select(CapacityPart.Of)], [.. outlook.Providers], DatabasePart.Of(outlook.Database), outlook.Bottleneck),
                CliJson.Context.NodeCapacityDocument);
            return ExitCodes.Success;
        }

        foreach (var pool in outlook.Pools)
            Write(call, pool);
        foreach (var provider in outlook.Providers)
            call.Say(string.Create(CultureInfo.InvariantCulture, $"Provider {provider.Provider}: up to {provider.MostShare:P0} of its limit at {Hour(provider.At)}."));
        if (outlook.Database is { } full)
            Write(call, full);
        call.Say(outlook.Bottleneck is not { } first
            ? "Nothing is expected, so nothing will be full."
            : string.Create(CultureInfo.InvariantCulture, $"{(first.Share >= 1 ? "Full first" : "Nearest to full")}: {first.Kind} {first.Name}, {first.Share:P0} at {Hour(first.At)}."));
        return ExitCodes.Success;
    }

    private static void Write(Invocation call, PoolOutlook pool)
    {
        call.Say(string.Create(CultureInfo.InvariantCulture, $"Pool {pool.Pool}, from {Words(pool.Basis)} ({pool.HistoryHours} hours known), {pool.SlotsPerWorker} slots a worker:"));
        if (pool.Basis == ForecastBasis.None)
            return;
        TextTable.Write(call.Outside.Output, ["HOUR (UTC)", "DUE/S", "LOW", "HIGH", "WORKERS", "AT MOST"], pool.Hours.Select(h => (string[])
        [
            Hour(h.Hour), Number(h.ArrivalsPerSecond), Number(h.Low), Number(h.High), Number(h.Workers), Number(h.WorkersAtMost),
        ]));
    }

    private static void Write(Invocation call, DatabaseOutlook database)
    {
        call.Say(database.Writes is not { } writes
            ? "Database: what its writers can do is not known, as no engine lives or none has written in the last day."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Database, writes, from {Words(writes.Basis)} ({writes.HistoryHours} hours known): up to {writes.High:0.#} decisions/s "
                + $"at {Hour(writes.At)} of {writes.MostPerSecond:0} that they can; {writes.DecisionsPerCommit:0.#} a transaction, "
                + $"busy up to {writes.MostBusyShare:P0} of an hour."));
        call.Say(string.Create(CultureInfo.InvariantCulture, $"Database, connections: {database.Connections} of {database.MostConnections} now."));
        var growth = database.BytesPerDay is { } bytes ? Gigabytes(bytes) + " a day" : "growth is not known before six hours";
        var full = database switch
        {
            { DiskBytes: null } => "--disk GB says when it is full",
            { DiskFullAt: { } at } => $"{Gigabytes(database.DiskBytes.Value)} are full on {at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}",
            { BytesPerDay: null } => $"when {Gigabytes(database.DiskBytes.Value)} are full is not known",
            _ => $"{Gigabytes(database.DiskBytes.Value)} are not full within ten years",
        };
        call.Say($"Database, disk: {Gigabytes(database.Bytes)}, {growth}; {full}.");
    }

    private static string Gigabytes(double bytes) => (bytes / 1e9).ToString("0.### GB", CultureInfo.InvariantCulture);

    private static string Words(ForecastBasis basis) => basis switch
    {
        ForecastBasis.None => "no history",
        ForecastBasis.Recent => "the last hours",
        ForecastBasis.HourOfDay => "the same hour of the last days",
        _ => "the same hour of the last weeks",
    };

    private static string Hour(DateTimeOffset hour) => hour.ToString("ddd HH:mm", CultureInfo.InvariantCulture);
}
