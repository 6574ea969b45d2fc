using System.Collections.Concurrent;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Postgres.Tests;

/// <summary>Two processes on one database that each believe to own a run: a ghost records nothing.</summary>
public sealed class FencingTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunId Run = new("run-1");
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Who_was_buried_writes_no_more_although_it_remembers_the_run()
    {
        var (ghost, heir) = (_database.Open(), _database.Open());
        await AppendAsync(ghost, 1, 1);
        await AppendAsync(ghost, 1, 2);
        await _database.BuryAsync(ghost);
        await Should.ThrowAsync<RunConflictException>(() => AppendAsync(ghost, 1, 3).AsTask());
        var epoch = await heir.ClaimAsync(Run, Cancellation);
        await AppendAsync(heir, epoch, 3);
        await Should.ThrowAsync<RunConflictException>(() => AppendAsync(ghost, 1, 4).AsTask());
        await Should.ThrowAsync<RunConflictException>(() => AppendAsync(ghost, epoch, 4).AsTask());
        await ghost.ReleaseAsync(Run, 1, Cancellation);
        await Should.ThrowAsync<RunHeldException>(() => ghost.ClaimAsync(Run, Cancellation).AsTask());
        await heir.ReleaseAsync(Run, epoch, Cancellation);
        await AppendAsync(ghost, await ghost.ClaimAsync(Run, Cancellation), 4);
        (await heir.ReadEventsAsync(Run, 0, Cancellation)).Select(static e => e.Seq).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_ghost_creates_and_claims_as_a_new_node()
    {
        var ghost = _database.Open();
        await AppendAsync(ghost, 1, 1);
        var before = ghost.Lease.Current!.Node;
        await _database.BuryAsync(ghost);
        (await ghost.OpenDueAsync(Then, 10, Cancellation)).Single().Epoch.ShouldBe(2);
        ghost.Lease.Current!.Node.ShouldNotBe(before);
        await AppendAsync(ghost, 2, 2);
    }

    [Fact]
    public async Task A_burial_waits_for_what_the_dead_has_under_way()
    {
        var dying = _database.Open();
        await AppendAsync(dying, 1, 1);
        var node = dying.Lease.Current!.Node;
        await _database.RunAsync("UPDATE axle.nodes SET beat_at = '-infinity' WHERE id = $1", node);
        await _database.InTransactionAsync("SELECT axle.fence($1)", node, async () =>
        {
            var refused = await Should.ThrowAsync<Npgsql.PostgresException>(
                () => _database.RunAsync("SET lock_timeout = '50ms'; SELECT axle.bury(" + node.ToString(System.Globalization.CultureInfo.InvariantCulture) + ")"));
            refused.SqlState.ShouldBe("55P03");
        });
        await _database.RunAsync("SELECT axle.bury($1)", node);
        (await _database.Open().ClaimAsync(Run, Cancellation)).ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_takes_the_run_from_whom_each_acknowledged_event_is_there_once()
    {
        await AppendAsync(_database.Open(), 1, 1);
        var acknowledged = new ConcurrentBag<(long Seq, string By)>();
        var stores = Enumerable.Range(0, 4).Select(_ => _database.Open()).ToArray();
        await Task.WhenAll(stores.Select((store, n) => Task.Run(
            async () =>
            {
                for (var i = 0; i < 15; i++)
                    await TakeAsync(store, $"{n}", acknowledged);
            },
            Cancellation)));
        var stored = await _database.Open().ReadEventsAsync(Run, 1, Cancellation);
        stored.Select(static e => e.Seq).ShouldBe(Enumerable.Range(2, stored.Count).Select(static i => (long)i));
        acknowledged.OrderBy(static a => a.Seq).ShouldBe(stored.Select(static e => (e.Seq, ((StepSkipped)e.Event).Path)));
    }

    [Fact]
    public async Task The_row_of_a_run_that_another_process_advances_is_up_to_date()
    {
        var (first, second) = (_database.Open(), _database.Open());
        await AppendAsync(first, 1, 1);
        for (var seq = 2; seq < 10; seq++)
        {
            await AppendAsync(first, 1, seq);
            var row = await second.FindRunAsync(Run, Cancellation);
            row.ShouldBe(Row(seq));
            (await second.ListRunsAsync(RunQuery.Newest, Cancellation)).ShouldBe([row!]);
        }

        await _database.BuryAsync(first);
        (await second.FindRunAsync(Run, Cancellation)).ShouldBe(Row(9));
    }

    [Fact(Timeout = 600_000)]
    public async Task Whose_lease_is_over_is_buried_by_a_living_node()
    {
        var dead = _database.Open(static o => o with { Lease = TimeSpan.FromMilliseconds(500) });
        await AppendAsync(dead, 1, 1);
        dead.Lease.Abandon();
        var living = _database.Open(static o => o with { Lease = TimeSpan.FromMilliseconds(500) });
        await living.OpenDueAsync(Then, 10, Cancellation);
        await foreach (var run in living.WatchSignalsAsync(Cancellation))
        {
            run.ShouldBe(Run);
            break;
        }

        (await living.OpenDueAsync(Then, 10, Cancellation)).Single().Row.Run.ShouldBe(Run);
    }

    [Fact(Timeout = 600_000)]
    public async Task Who_has_no_session_any_more_is_buried_before_its_lease_is_over()
    {
        var living = _database.Open(static o => o with { Lease = TimeSpan.FromSeconds(1) });
        await living.OpenDueAsync(Then, 10, Cancellation);
        await using var freed = living.WatchSignalsAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        // The first burial shows that the living one has been there long enough to bury anybody.
        await KillAsync(await BegunAsync(_database.Open(), new("run-1")));
        await FreedAsync(freed, new("run-1"));
        var (killed, hanging) = (await BegunAsync(_database.Open(), new("run-2")), await BegunAsync(_database.Open(), new("run-3")));
        hanging.Lease.Abandon();
        await AgeAsync(hanging);
        await KillAsync(killed);
        await FreedAsync(freed, new("run-2"));
        (await living.ClaimAsync(new("run-2"), Cancellation)).ShouldBe(2);
        await Should.ThrowAsync<RunHeldException>(() => living.ClaimAsync(new("run-3"), Cancellation).AsTask());
    }

    /// <summary>Ends the process of a store: it says nothing more, and its connections end.</summary>
    private async Task KillAsync(PostgresRunStore store)
    {
        store.Lease.Abandon();
        await AgeAsync(store);
        await store.DisposeAsync();
    }

    /// <summary>Has it be silent for less than its lease, and for more than the third of it that is enough for who has no session.</summary>
    private async Task AgeAsync(PostgresRunStore store) => await _database.RunAsync(
        "UPDATE axle.nodes SET beat_at = clock_timestamp() - lease / 2 WHERE id = $1", store.Lease.Current!.Node);

    private static async Task<PostgresRunStore> BegunAsync(PostgresRunStore store, RunId run)
    {
        var begun = new RecordedEvent(1, Then, new StepSkipped("0", "because", Blocked: false));
        await store.AppendAsync(new RunAppend(run, 1, [begun], Row(1) with { Run = run }, [], []), Cancellation);
        return store;
    }

    private static async Task FreedAsync(IAsyncEnumerator<RunId> freed, RunId run)
    {
        while (await freed.MoveNextAsync() && freed.Current != run)
        {
            // Hints may come twice.
        }

        freed.Current.ShouldBe(run);
    }

    /// <summary>Takes the run from whoever has it, who looks dead, and writes until another takes it.</summary>
    private async Task TakeAsync(PostgresRunStore store, string by, ConcurrentBag<(long Seq, string By)> acknowledged)
    {
        try
        {
            await _database.RunAsync("UPDATE axle.nodes SET beat_at = '-infinity'");
            await _database.RunAsync("SELECT axle.bury(id) FROM axle.nodes");
            var opened = await store.OpenAsync(Run, Cancellation);
            for (var seq = opened.Row.LastSeq + 1; seq < opened.Row.LastSeq + 6; seq++)
            {
                await AppendAsync(store, opened.Epoch, seq, by);
                acknowledged.Add((seq, by));
            }
        }
        catch (Exception exception) when (exception is RunConflictException or RunHeldException)
        {
            // Another took it.
        }
    }

    private static RunRow Row(long seq) =>
        new(Run, "test", "hash", RunStatus.Executing, seq, Then, Then.AddSeconds(seq), seq % 2 == 0 ? null : Then.AddDays(seq));

    private static ValueTask AppendAsync(PostgresRunStore store, long epoch, long seq, string by = "0") => store.AppendAsync(
        new RunAppend(Run, epoch, [new RecordedEvent(seq, Then, new StepSkipped(by, "because", Blocked: false))], Row(seq), [], []), Cancellation);
}
