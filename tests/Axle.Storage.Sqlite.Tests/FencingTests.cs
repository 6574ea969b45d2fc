using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>Two processes on one file that each believe to own a run: what one remembers must not let it write over the other.</summary>
public sealed class FencingTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunId Run = new("run-1");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-fence-");
    private readonly List<SqliteRunStore> _open = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.FullName, "axle.db");

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
            await store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Who_was_mistaken_for_dead_writes_no_more_although_it_remembers_the_run()
    {
        var (first, second) = (Open(), Open());
        await AppendAsync(first, 1, 1);
        await AppendAsync(first, 1, 2);
        Directory.Delete(Database + "-owners", recursive: true);
        var epoch = await second.ClaimAsync(Run, Cancellation);
        await Should.ThrowAsync<RunConflictException>(() => AppendAsync(first, 1, 3).AsTask());
        await AppendAsync(second, epoch, 3);
        await Should.ThrowAsync<RunConflictException>(() => AppendAsync(first, 1, 4).AsTask());
        await Should.ThrowAsync<RunConflictException>(() => AppendAsync(first, epoch, 4).AsTask());
        await second.ReleaseAsync(Run, epoch, Cancellation);
        await Should.ThrowAsync<RunConflictException>(() => AppendAsync(first, 1, 4).AsTask());
        await AppendAsync(first, await first.ClaimAsync(Run, Cancellation), 4);
        (await second.ReadEventsAsync(Run, 0, Cancellation)).Select(static e => e.Seq).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Whoever_takes_the_run_from_whom_each_acknowledged_event_is_there_once()
    {
        await AppendAsync(Open(), 1, 1);
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<(long Seq, string By)>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Open()).Select((store, n) => Task.Run(
            async () =>
            {
                for (var i = 0; i < 25; i++)
                {
                    try
                    {
                        // Whoever lives looks dead to the others.
                        foreach (var file in Directory.GetFiles(Database + "-owners"))
                            File.Delete(file);
                        var opened = await store.OpenAsync(Run, Cancellation);
                        for (var seq = opened.Row.LastSeq + 1; seq < opened.Row.LastSeq + 6; seq++)
                        {
                            await AppendAsync(store, opened.Epoch, seq, $"{n}");
                            acknowledged.Add((seq, $"{n}"));
                        }
                    }
                    catch (RunConflictException)
                    {
                        // Another took it.
                    }
                }
            },
            Cancellation)));
        var stored = await Open().ReadEventsAsync(Run, 1, Cancellation);
        stored.Select(static e => e.Seq).ShouldBe(Enumerable.Range(2, stored.Count).Select(static i => (long)i));
        acknowledged.OrderBy(static a => a.Seq).ShouldBe(stored.Select(static e => (e.Seq, ((StepSkipped)e.Event).Path)));
    }

    [Fact]
    public async Task The_row_of_a_run_that_another_process_advances_is_up_to_date()
    {
        var (first, second) = (Open(), Open());
        await AppendAsync(first, 1, 1);
        for (var seq = 2; seq < 10; seq++)
        {
            await AppendAsync(first, 1, seq);
            var row = await second.FindRunAsync(Run, Cancellation);
            row.ShouldBe(Row(seq));
            (await second.ListRunsAsync(RunQuery.Newest, Cancellation)).ShouldBe([row!]);
        }
    }

    private SqliteRunStore Open()
    {
        lock (_open)
        {
            _open.Add(SqliteRunStore.Open(Database));
            return _open[^1];
        }
    }

    private static RunRow Row(long seq) =>
        new(Run, "test", "hash", RunStatus.Executing, seq, Then, Then.AddSeconds(seq), seq % 2 == 0 ? null : Then.AddDays(seq));

    private static ValueTask AppendAsync(SqliteRunStore store, long epoch, long seq, string by = "0") => store.AppendAsync(
        new RunAppend(Run, epoch, [new RecordedEvent(seq, Then, new StepSkipped(by, "because", Blocked: false))], Row(seq), [], []), Cancellation);
}
