using System.Collections.Immutable;
using Axle.Storage.Postgres.Transfer;
using Axle.Workflows.Ports;
using Axle.Workflows.Retention;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Axle.Workflows.Transfer;

namespace Axle.Storage.Postgres.Tests;

/// <summary>Histories are in partitions by the number of their run, which are made ahead and given back.</summary>
public sealed class PartitionTests : IAsyncDisposable
{
    private const string Parts = "SELECT string_agg(name || ' ' || below, ', ' ORDER BY below) FROM axle.event_parts";
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact(Timeout = 600_000)]
    public async Task Histories_go_on_across_the_end_of_a_partition_and_the_next_is_there_before()
    {
        var store = OneLane();
        await _database.RunAsync("SELECT setval('axle.run_numbers', 3998001, false)");
        // Numbers come in blocks of a thousand: the last of these runs have numbers behind the first partition.
        await MakeAsync(store, 0, 2500);
        (await _database.RunAsync(Parts)).ShouldBe("events_first 4000000, events_1 8000000, events_2 12000000");
        (await _database.RunAsync("SELECT count(*) FROM axle.events_first")).ShouldBe(2L * 1999);
        (await _database.RunAsync("SELECT count(*) FROM axle.events_1")).ShouldBe(2L * 501);
        foreach (var number in (int[])[0, 1998, 1999, 2499])
            (await store.ReadEventsAsync(IdOf(number), 0, Cancellation)).Select(static e => e.Seq).ShouldBe([1, 2]);
    }

    [Fact(Timeout = 600_000)]
    public async Task Files_of_partitions_are_given_back_when_all_their_runs_are_gone_and_one_stands_for_neighbours_that_are_empty()
    {
        // One that has numbers of the first partition left, which it took when it began; and one for each partition after.
        var idle = OneLane();
        await MakeAsync(idle, 0, 1);
        foreach (var part in (int[])[1, 2, 3])
        {
            await _database.RunAsync("SELECT setval('axle.run_numbers', $1, false)", (part * 4_000_000L) + 1);
            await MakeAsync(OneLane(), part, 1);
        }

        (await _database.RunAsync(Parts)).ShouldBe("events_first 4000000, events_1 8000000, events_2 12000000, events_3 16000000, events_4 20000000");
        // The first run stays, as it waits for a person.
        await _database.RunAsync("UPDATE axle.runs SET attention = 1 WHERE id = 1");
        await using var retention = new RetentionRunner(idle, new RetentionPolicy { Keep = TimeSpan.FromDays(1), Pause = TimeSpan.Zero }, TimeProvider.System);
        await _database.RunAsync("UPDATE axle.runs SET updated_at = 1 WHERE id < 12000000");
        (await retention.PassAsync(Cancellation)).Removed.ShouldBe(2);
        await FreedAsync(() => retention.PassAsync(Cancellation), "events_first 4000000, events_1 12000000, events_3 16000000, events_4 20000000");
        (await _database.RunAsync("SELECT pg_relation_size('axle.events_1')")).ShouldBe(0L);
        (await idle.DeleteRunAsync(IdOf(0), Cancellation)).ShouldBeTrue();
        await FreedAsync(() => idle.TidyAsync(Cancellation).AsTask(), "events_first 12000000, events_3 16000000, events_4 20000000");
        (await _database.RunAsync("SELECT pg_relation_size('axle.events_first')")).ShouldBe(0L);
        // The numbers that it has left are still good, and what has a run in it stays.
        await MakeAsync(idle, 4, 1);
        (await _database.RunAsync("SELECT count(*) FROM axle.events_first")).ShouldBe(2L);
        await idle.TidyAsync(Cancellation);
        foreach (var number in (int[])[3, 4])
            (await idle.ReadEventsAsync(IdOf(number), 0, Cancellation)).Count.ShouldBe(2);
    }

    [Fact(Timeout = 600_000)]
    public async Task Nobody_who_reads_is_waited_for_and_the_next_time_will_do()
    {
        var store = OneLane();
        await MakeAsync(store, 0, 1);
        await _database.RunAsync("SELECT setval('axle.run_numbers', 4000001, false)");
        await MakeAsync(OneLane(), 1, 1);
        await store.DeleteRunAsync(IdOf(0), Cancellation);
        await _database.InTransactionAsync(
            "SELECT count(*) FROM axle.events WHERE run = $1", 1, async () => await store.TidyAsync(Cancellation));
        (await SizeAsync()).ShouldNotBe(0);
        while (await SizeAsync() > 0)
            await store.TidyAsync(Cancellation);

        async Task<long> SizeAsync() => (long)(await _database.RunAsync("SELECT pg_relation_size('axle.events_first')"))!;
    }

    [Fact(Timeout = 600_000)]
    public async Task What_comes_from_another_store_finds_its_partition()
    {
        await using var target = await PostgresTransferTarget.OpenAsync(_database.Address, Cancellation);
        var events = TransferTables.All.Single(static t => t.Name == "events");
        await target.CopyAsync(events, [[1L, 1L, 1L, null, "[]"u8.ToArray()], [14_000_000L, 1L, 1L, null, "[]"u8.ToArray()]], Cancellation);
        (await target.LastKeyAsync(events, Cancellation)).ShouldBe([14_000_000L, 1L]);
        (await target.AllAsync(events, Cancellation).CountAsync(Cancellation)).ShouldBe(2);
        (await _database.RunAsync("SELECT count(*) FROM axle.events_3")).ShouldBe(1L);
    }

    /// <summary>All of its runs have numbers of one block, and then of the next.</summary>
    private PostgresRunStore OneLane() => _database.Open(static options => options with { Writers = 1 });

    /// <summary>Somebody may be at work there, as autovacuum: then the next time will do.</summary>
    private async Task FreedAsync(Func<Task> tidy, string parts)
    {
        do
            await tidy();
        while (!Equals(await _database.RunAsync(Parts), parts) && !Cancellation.IsCancellationRequested);
    }

    private static async Task MakeAsync(PostgresRunStore store, int first, int count)
    {
        foreach (var runs in Enumerable.Range(first, count).Chunk(100))
        {
            await Task.WhenAll(runs.Select(i => store.AppendAsync(Decision(i, 1), Cancellation).AsTask()));
            await Task.WhenAll(runs.Select(i => store.AppendAsync(Decision(i, 2), Cancellation).AsTask()));
        }
    }

    private static RunId IdOf(int number) => new($"run-{number}");

    private static RunAppend Decision(int number, int seq)
    {
        RunEvent happened = seq == 1
            ? new RunStarted("test", null, "hash", Payload.EmptyObject, Payload.EmptyObject, ImmutableDictionary<string, string>.Empty, "test")
            : new StepSkipped("step", "because", Blocked: false);
        var row = new RunRow(
            IdOf(number), "test", "hash", seq == 2 ? RunStatus.Completed : RunStatus.Executing, seq, Then, Then.AddSeconds(seq), null);
        return new RunAppend(row.Run, 1, [new RecordedEvent(seq, Then, happened)], row, [], []);
    }
}
