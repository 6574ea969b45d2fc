using Axle.Storage.Sqlite;
using Axle.Transfers;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;

namespace Axle.Storage.Postgres.Tests.Transfer;

/// <summary>
/// Random histories on a SQLite file that is moved meanwhile, piece by piece, by processes that are killed after any piece: what was moved is the same, and the
/// history goes on in PostgreSQL as it does in memory.
/// </summary>
public sealed class RandomTransferTests : IAsyncDisposable
{
    private const int Before = 240;
    private const int After = 120;
    private readonly TestDatabase _database = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-transfer-");
    private readonly List<SqliteRunStore> _open = [];
    private readonly MemoryDisk _disk = new();
    private int _processes;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder.FullName, "axle.db");

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
            await store.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task What_is_moved_is_the_same_and_goes_on(int seed)
    {
        var random = new Random(seed);
        var history = new RandomHistory(seed);
        HistoryPlayer memory = new("memory", OpenMemory, store => KillAsync((MemoryRunStore)store));
        HistoryPlayer file = new("SQLite", OpenSqlite, store => KillAsync((SqliteRunStore)store));
        var step = 0;
        for (var i = 0; i < Before; i++)
        {
            await PlayAsync(history, history.Next(), memory, file);
            if (random.Next(6) == 0)
                await StepAsync(step++, random);
        }

        foreach (var process in (int[])[0, 1])
            await PlayAsync(history, new StoreCommand(StoreCommandKind.Kill, process, "run-0", 1, 0), memory, file);
        await using (var migration = await OpenAsync())
        {
            var report = await migration.RunAsync(now: false, static _ => { }, Cancellation);
            report.Differences.ShouldBeEmpty();
            report.IsMoved.ShouldBeTrue();
            report.Rows.ShouldBeGreaterThan(10);
            report.Tables.Where(static t => !t.IsSame).ShouldBeEmpty();
            report.RunsTargetHash.ShouldBe(report.RunsHash);
        }

        HistoryPlayer database = new("PostgreSQL", () => _database.Open(), _database.KillAsync);
        foreach (var run in Enumerable.Range(0, 6))
            await PlayAsync(history, new StoreCommand(StoreCommandKind.Look, 0, $"run-{run}", 1, 0), memory, database);
        for (var i = 0; i < After; i++)
            await PlayAsync(history, history.Next(), memory, database);
        step.ShouldBeGreaterThan(20);
    }

    /// <summary>A piece of the move, by a process that begins with it and is killed after it.</summary>
    private async Task StepAsync(int step, Random random)
    {
        await using var migration = await OpenAsync();
        await migration.BeginAsync(Cancellation);
        if (!await migration.CopyAsync(static _ => { }, Cancellation, pages: step < 20 ? 3 + random.Next(8) : int.MaxValue))
            return;
        await migration.CatchUpAsync(static _ => { }, Cancellation);
        if (random.Next(3) == 0)
            (await migration.CompareAsync(static _ => { }, Cancellation)).Differences.ShouldBeEmpty();
    }

    private async Task<StoreMigration> OpenAsync()
    {
        var migration = await StoreMigration.OpenAsync(FilePath, _database.Address, TimeProvider.System, Cancellation);
        migration.PageRows = 3;
        migration.ChangesAtOnce = 7;
        return migration;
    }

    private static async Task PlayAsync(RandomHistory history, StoreCommand command, HistoryPlayer reference, HistoryPlayer other)
    {
        var expected = await reference.PlayAsync(command);
        (await other.PlayAsync(command)).Split('\n').ShouldBe(expected.Split('\n'), $"{other.Name}: {command}");
        history.Learn(command, expected);
    }

    private MemoryRunStore OpenMemory() => new(_disk, $"process {_processes++}");

    private SqliteRunStore OpenSqlite()
    {
        _open.Add(SqliteRunStore.Open(FilePath));
        return _open[^1];
    }

    private Task KillAsync(MemoryRunStore store)
    {
        _disk.Kill(store);
        return Task.CompletedTask;
    }

    private async Task KillAsync(SqliteRunStore store)
    {
        _open.Remove(store);
        await store.DisposeAsync();
    }
}
