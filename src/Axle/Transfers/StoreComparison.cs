using System.Security.Cryptography;
using Axle.Storage.Postgres.Transfer;
using Axle.Storage.Sqlite.Transfer;
using Axle.Workflows.Transfer;

namespace Axle.Transfers;

/// <summary>Compares a file with a database, row by row, table by table, and run by run.</summary>
internal sealed class StoreComparison(SqliteTransferReader source, PostgresTransferTarget target, Action<MigrationProgress> tell)
{
    private readonly Differences _differences = new();
    private readonly List<TableComparison> _tables = [];
    private readonly IncrementalHash _runs = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _targetRuns = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ProgressPace _pace = new(tell, MigrationPhase.Verifying);
    private long _runCount;
    private long _differentRuns;

    /// <summary>Compares everything.</summary>
    public async Task<MigrationReport> RunAsync(MigrationReport report, CancellationToken cancellationToken)
    {
        _pace.Begin("runs", TransferTables.All.Sum(source.Count));
        await WalkRunsAsync(cancellationToken);
        foreach (var table in TransferTables.All.Where(static t => !t.IsOfRuns))
        {
            await using var walk = Walk(table, cancellationToken);
            while (await walk.MoveAsync())
                Note(walk, table.Name);
            _tables.Add(walk.Compared());
        }

        return report with
        {
            Tables = [.. _tables.OrderBy(static t => t.Table, StringComparer.Ordinal)],
            Runs = _runCount,
            DifferentRuns = _differentRuns,
            RunsHash = Convert.ToHexStringLower(_runs.GetHashAndReset()),
            RunsTargetHash = Convert.ToHexStringLower(_targetRuns.GetHashAndReset()),
            Differences = _differences.Told,
        };
    }

    private TableWalk Walk(TransferTable table, CancellationToken cancellationToken) =>
        new(table, source, target.AllAsync(table, cancellationToken), cancellationToken);

    /// <summary>Tables of runs are gone through side by side, so that all that belongs to a run comes together.</summary>
    private async Task WalkRunsAsync(CancellationToken cancellationToken)
    {
        TableWalk[] walks = [.. TransferTables.All.Where(static t => t.IsOfRuns).Select(table => Walk(table, cancellationToken))];
        try
        {
            foreach (var walk in walks)
                await walk.MoveAsync();
            while (walks.Where(static w => w.Key is not null).MinBy(static w => w.Run) is { } first)
                await WalkRunAsync(walks, first.Run);
            _tables.AddRange(walks.Select(static w => w.Compared()));
        }
        finally
        {
            foreach (var walk in walks)
                await walk.DisposeAsync();
        }
    }

    private async Task WalkRunAsync(TableWalk[] walks, long run)
    {
        using var here = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var there = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var name = $"number {run}";
        foreach (var walk in walks)
        {
            while (walk.Key is not null && walk.Run == run)
            {
                if (walk.Table.Name == "runs")
                    name = (string)walk.Row![1]!;
                here.AppendData(walk.Here ?? []);
                there.AppendData(walk.There ?? []);
                Note(walk, "runs");
                await walk.MoveAsync();
            }
        }

        var (hash, targetHash) = (here.GetCurrentHash(), there.GetCurrentHash());
        _runs.AppendData(hash);
        _targetRuns.AppendData(targetHash);
        _runCount++;
        if (hash.AsSpan().SequenceEqual(targetHash))
            return;
        _differentRuns++;
        _differences.Tell($"run {name}: {Convert.ToHexStringLower(hash)} in the file, {Convert.ToHexStringLower(targetHash)} in the database");
    }

    private void Note(TableWalk walk, string place)
    {
        _pace.Add(place, 1);
        _differences.Compare(walk.Table, walk.Key!, walk.Here, walk.There);
    }
}
