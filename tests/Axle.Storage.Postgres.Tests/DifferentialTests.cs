using Axle.Storage.Sqlite;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;

namespace Axle.Storage.Postgres.Tests;

/// <summary>The same random histories of commands on the store in memory, on SQLite and on PostgreSQL have the same results, one by one.</summary>
public sealed class DifferentialTests : IAsyncDisposable
{
    private readonly TestDatabase _database = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-differential-");
    private readonly List<SqliteRunStore> _open = [];
    private readonly MemoryDisk _disk = new();
    private int _processes;

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
    [InlineData(7)]
    [InlineData(8)]
    public async Task Three_stores_answer_alike(int seed)
    {
        HistoryPlayer[] players =
        [
            new("memory", OpenMemory, store => KillAsync((MemoryRunStore)store)),
            new("SQLite", OpenSqlite, store => KillAsync((SqliteRunStore)store)),
            new("PostgreSQL", () => _database.Open(), _database.KillAsync),
        ];
        var history = new RandomHistory(seed);
        for (var i = 0; i < 200; i++)
        {
            var command = history.Next();
            var expected = await players[0].PlayAsync(command);
            foreach (var player in players[1..])
            {
                var (here, there) = (expected.Split('\n'), (await player.PlayAsync(command)).Split('\n'));
                here.Except(there).ShouldBe(there.Except(here), $"seed {seed}, command {i} to {player.Name}: {command}");
                there.ShouldBe(here);
            }

            history.Learn(command, expected);
        }

        history.Kinds.Count.ShouldBeGreaterThan(10);
    }

    private MemoryRunStore OpenMemory() => new(_disk, $"process {_processes++}");

    private SqliteRunStore OpenSqlite()
    {
        _open.Add(SqliteRunStore.Open(Path.Combine(_folder.FullName, "axle.db")));
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
