using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Workflows;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>A disk that has no room: what was acknowledged stays, what was not leaves no trace, and all goes on when there is room.</summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-full-");
    private readonly AppendPool _appends = new();
    private readonly StoredForm _form = new(codec: null);
    private readonly SqliteDatabase _database;
    private readonly GroupWriter<WorkflowTables> _writer;

    public FullDiskTests()
    {
        _database = new SqliteDatabase(Path.Combine(_folder.FullName, "axle.db"), TimeProvider.System, TimeSpan.FromSeconds(1));
        _writer = new GroupWriter<WorkflowTables>(new WorkflowTables(_database.Open(), _form, "writer"), _database.Explained);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Runs_go_on_where_they_were_when_there_is_room_again()
    {
        await LimitAsync(pages: 80);
        var acknowledged = new long[20];
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, acknowledged.Length).Select(async run =>
        {
            for (var seq = 1; seq <= 40; seq++)
            {
                try
                {
                    await AppendAsync(run, seq);
                    acknowledged[run] = seq;
                }
                catch (AxleException exception)
                {
                    exception.Message.ShouldContain("is full");
                    refused++;
                    return;
                }
            }
        }));
        refused.ShouldBeGreaterThan(0);
        (await StoredAsync(acknowledged.Length)).ShouldBe(acknowledged);
        await LimitAsync(pages: 100_000);
        for (var run = 0; run < acknowledged.Length; run++)
            await AppendAsync(run, acknowledged[run] + 1);
        (await StoredAsync(acknowledged.Length)).ShouldBe(acknowledged.Select(static a => a + 1));
    }

    private async Task LimitAsync(int pages) => await _writer.WriteAsync(t =>
    {
        t.Link.Execute(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
        return 0;
    });

    /// <summary>What another connection finds on the disk: the last event of each run.</summary>
    private Task<long[]> StoredAsync(int runs)
    {
        using var tables = new WorkflowTables(_database.Open(), _form);
        return Task.FromResult(Enumerable.Range(0, runs).Select(i => tables.Rows.Find(new RunId($"run-{i}"))?.Row.LastSeq ?? 0).ToArray());
    }

    private ValueTask AppendAsync(int run, long seq)
    {
        var id = new RunId($"run-{run}");
        var happened = new RecordedEvent(seq, Then, new StepSkipped(new string('s', 500), "because", Blocked: false));
        var write = _appends.Take();
        write.Prepare(new RunAppend(id, 1, [happened], new RunRow(id, "test", "hash", RunStatus.Executing, seq, Then, Then, null), [], []), _form);
        var done = write.Done;
        _writer.Enqueue(write);
        return done;
    }
}
