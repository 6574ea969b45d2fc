using Axle.Models.Limits;

namespace Axle.Storage.Postgres.Tests.Limits;

public sealed class SharedLimitTests
{
    private static readonly LimitRule Minute = new("provider a", TimeSpan.FromMinutes(1), 5, 1_000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task However_many_nodes_take_no_window_has_more_than_its_limit(int seed)
    {
        await using var nodes = await LimitedNodes.StartAsync(4);
        var random = new Random(seed);
        var rule = new LimitRule("provider a", TimeSpan.FromMinutes(1), 20, 5_000);
        var taken = new List<(long At, long Tokens)>();
        for (var round = 0; round < 60; round++)
        {
            await nodes.MoveAsync(random.Next(0, 12_000));
            var wishes = Enumerable.Range(0, 8).Select(_ => (Store: nodes.Stores[random.Next(4)], Tokens: (long)random.Next(1, 900))).ToList();
            var counts = await Task.WhenAll(wishes.Select(w => w.Store.TakeAsync(new LimitClaim([rule], w.Tokens), Stop).AsTask()));
            foreach (var (wish, count) in wishes.Zip(counts.Select(static c => c[0])).Where(static t => t.Second.Wait == TimeSpan.Zero))
            {
                var real = random.Next(0, (int)wish.Tokens + 1);
                await wish.Store.CorrectAsync(new LimitCorrection(rule, [new CorrectedUse(count.Cell, 0, real - wish.Tokens)]), Stop);
                taken.Add((nodes.Now, real));
            }

            var minute = taken.Where(t => t.At > nodes.Now - 60_000).ToList();
            minute.Count.ShouldBeLessThanOrEqualTo(20);
            minute.Sum(static t => t.Tokens).ShouldBeLessThanOrEqualTo(5_000);
        }

        taken.Count.ShouldBeGreaterThan(60, "waiting must end: there is room for 20 in each of six minutes, and who asks at the same time gets in each other's way");
    }

    [Fact]
    public async Task Whoever_waits_goes_when_its_turn_has_come_and_asks_no_more_than_then()
    {
        await using var nodes = await LimitedNodes.StartAsync(3);
        for (var i = 0; i < 5; i++)
        {
            (await TakeAsync(nodes.Stores[0], 100)).Wait.ShouldBe(TimeSpan.Zero);
            await nodes.MoveAsync(5_000);
        }

        // Five in the minute that comes, and the rest in those after it.
        var waits = new List<(Guid Turn, long At, ILimitStore Store)>();
        for (var i = 0; i < 12; i++)
        {
            var (turn, store) = (Guid.NewGuid(), nodes.Stores[i % 3]);
            waits.Add((turn, nodes.Now + (long)(await TakeAsync(store, 100, turn)).Wait.TotalMilliseconds, store));
        }

        waits.Select(static w => w.At).ShouldBe(waits.Select(static w => w.At).Distinct().Order());
        var lines = (long)(await nodes.Database.RunAsync("SELECT cardinality(turns)::bigint FROM axle.limit_windows"))!;
        lines.ShouldBe(12);

        foreach (var (turn, at, store) in waits)
        {
            await nodes.MoveAsync(at - nodes.Now - 1);
            (await TakeAsync(store, 100)).Wait.ShouldBeGreaterThan(TimeSpan.Zero, "a stranger does not go before those that wait");
            (await TakeAsync(store, 100, turn)).Wait.ShouldBe(TimeSpan.FromMilliseconds(1));
            await nodes.MoveAsync(1);
            (await TakeAsync(store, 100, turn)).Wait.ShouldBe(TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task What_a_dead_process_took_and_its_place_in_the_line_pass_with_the_window()
    {
        await using var nodes = await LimitedNodes.StartAsync(2);
        var (dying, other) = (nodes.Stores[0], nodes.Stores[1]);
        for (var i = 0; i < 5; i++)
            await TakeAsync(dying, 100);
        await nodes.MoveAsync(20_000);
        for (var i = 0; i < 10; i++)
            await TakeAsync(dying, 100, Guid.NewGuid());

        await nodes.MoveAsync(40_000);
        (await TakeAsync(other, 200)).Wait.ShouldBeGreaterThan(TimeSpan.Zero, "the places of the other may still be taken");
        await nodes.MoveAsync(65_001);
        for (var i = 0; i < 5; i++)
            (await TakeAsync(other, 200)).Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Room_that_those_in_the_line_do_not_need_is_used_meanwhile_and_none_of_them_waits_longer()
    {
        await using var nodes = await LimitedNodes.StartAsync(2);
        var (one, other) = (nodes.Stores[0], nodes.Stores[1]);
        var first = await TakeAsync(one, 800);
        await nodes.MoveAsync(10_000);
        var large = Guid.NewGuid();
        (await TakeAsync(one, 900, large)).Wait.ShouldBe(TimeSpan.FromSeconds(50));
        await one.CorrectAsync(new LimitCorrection(Minute, [new CorrectedUse(first.Cell, 0, -750)]), Stop);

        (await TakeAsync(other, 51)).Wait.ShouldBeGreaterThan(TimeSpan.Zero);
        (await TakeAsync(other, 50)).Wait.ShouldBe(TimeSpan.Zero);
        (await TakeAsync(other, 1)).Wait.ShouldBeGreaterThan(TimeSpan.Zero);
        await nodes.MoveAsync(50_000);
        (await TakeAsync(one, 900, large)).Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_one_node_hears_of_a_provider_holds_for_the_others()
    {
        await using var nodes = await LimitedNodes.StartAsync(2);
        var (one, other) = (nodes.Stores[0], nodes.Stores[1]);
        await TakeAsync(one, 100);

        await one.CorrectAsync(new LimitCorrection(Minute, []) { ClosedFor = TimeSpan.FromSeconds(30) }, Stop);
        (await TakeAsync(other, 100)).Wait.ShouldBe(TimeSpan.FromSeconds(30));
        await one.CorrectAsync(new LimitCorrection(Minute, []) { OpenFor = TimeSpan.FromSeconds(29) }, Stop);
        (await TakeAsync(other, 100)).Wait.ShouldBe(TimeSpan.FromSeconds(30), "another was told to wait longer");
        await one.CorrectAsync(new LimitCorrection(Minute, []) { OpenFor = TimeSpan.FromSeconds(30) }, Stop);
        (await TakeAsync(other, 100)).Wait.ShouldBe(TimeSpan.Zero);

        await one.CorrectAsync(new LimitCorrection(Minute, []) { ToldTokens = new ToldLimit(10_000, 50, TimeSpan.FromSeconds(12)) }, Stop);
        (await TakeAsync(other, 51)).Wait.ShouldBe(TimeSpan.FromSeconds(12));
        (await TakeAsync(other, 50)).Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Of_what_is_refused_and_of_what_has_passed_no_row_stays()
    {
        await using var nodes = await LimitedNodes.StartAsync(1);
        var store = nodes.Stores[0];
        var hour = new LimitRule("tenant", TimeSpan.FromHours(1), 1, null);
        await store.TakeAsync(new LimitClaim([hour, new("user ann", TimeSpan.FromMinutes(1), 1, null)], 0), Stop);
        for (var i = 0; i < 5; i++)
            await store.TakeAsync(new LimitClaim([hour, new($"user {i}", TimeSpan.FromMinutes(1), 1, null)], 0), Stop);

        (await RowsAsync()).ShouldBe(2);
        await nodes.MoveAsync(5 * 3_600_000);
        (await store.TakeAsync(new LimitClaim([new("user bob", TimeSpan.FromMinutes(1), 1, null)], 0), Stop))[0].Wait.ShouldBe(TimeSpan.Zero);
        (await RowsAsync()).ShouldBe(1);

        async Task<long> RowsAsync() => (long)(await nodes.Database.RunAsync("SELECT count(*) FROM axle.limit_windows"))!;
    }

    [Fact]
    public async Task A_clock_that_was_ahead_and_is_set_back_does_not_stop_calls_until_it_is_there_again()
    {
        await using var nodes = await LimitedNodes.StartAsync(1);
        var store = nodes.Stores[0];
        await nodes.MoveAsync(600_000);
        for (var i = 0; i < 5; i++)
            await TakeAsync(store, 100);

        await nodes.MoveAsync(-600_000);
        for (var i = 0; i < 5; i++)
            (await TakeAsync(store, 100)).Wait.ShouldBe(TimeSpan.Zero);
        (await TakeAsync(store, 100)).Wait.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_closure_lasts_no_longer_than_it_was_heard_when_the_clock_is_set_back()
    {
        await using var nodes = await LimitedNodes.StartAsync(2);
        await TakeAsync(nodes.Stores[0], 100);
        await nodes.Stores[0].CorrectAsync(new LimitCorrection(Minute, [])
        {
            ClosedFor = TimeSpan.FromSeconds(30),
            ToldTokens = new ToldLimit(1_000, 50, TimeSpan.FromSeconds(40)),
        }, Stop);

        await nodes.MoveAsync(-600_000);
        (await TakeAsync(nodes.Stores[1], 50)).Wait.ShouldBe(TimeSpan.FromSeconds(30));
        await nodes.MoveAsync(20_000);
        (await TakeAsync(nodes.Stores[1], 50)).Wait.ShouldBe(TimeSpan.FromSeconds(10), "asking makes it no longer");
        await nodes.MoveAsync(10_000);
        (await TakeAsync(nodes.Stores[1], 51)).Wait.ShouldBe(TimeSpan.FromSeconds(10), "nor what was told");
        (await TakeAsync(nodes.Stores[1], 50)).Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_is_heard_after_the_clock_was_set_back_counts_from_then()
    {
        await using var nodes = await LimitedNodes.StartAsync(1);
        var store = nodes.Stores[0];
        await TakeAsync(store, 100);
        await store.CorrectAsync(new LimitCorrection(Minute, []) { ClosedFor = TimeSpan.FromSeconds(30) }, Stop);

        await nodes.MoveAsync(-600_000);
        await store.CorrectAsync(new LimitCorrection(Minute, []) { ClosedFor = TimeSpan.FromSeconds(45) }, Stop);

        (await TakeAsync(store, 100)).Wait.ShouldBe(TimeSpan.FromSeconds(45));
    }

    [Fact]
    public async Task Places_of_the_dead_pass_when_the_clock_is_set_back()
    {
        await using var nodes = await LimitedNodes.StartAsync(1);
        var store = nodes.Stores[0];
        await TakeAsync(store, 1_000);
        (await TakeAsync(store, 100, Guid.NewGuid())).Wait.ShouldBe(TimeSpan.FromMinutes(1));

        await nodes.MoveAsync(-600_000);
        await TakeAsync(store, 1_000);
        (await TakeAsync(store, 100)).Wait.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Reads_do_not_wait_with_the_many_that_wait_for_one_limit()
    {
        await using var database = new TestDatabase();
        var store = database.Open(static options => options with { LargestPool = 4 });
        await TakeAsync(store.Limits, 1);
        Task<LimitCount>[] takes = [];
        await database.InTransactionAsync("UPDATE axle.limit_windows SET closed_until = $1", 0, async () =>
        {
            takes = [.. Enumerable.Range(0, 40).Select(_ => TakeAsync(store.Limits, 1))];
            (await store.FindValueAsync("space", "key", DateTimeOffset.UnixEpoch, Stop)).ShouldBeNull();
            takes.ShouldAllBe(static take => !take.IsCompleted);
        });

        (await Task.WhenAll(takes)).Count(static count => count.Wait == TimeSpan.Zero).ShouldBe(4, "five fit, and one had gone");
    }

    [Fact]
    public async Task A_closure_of_many_hours_outlasts_what_was_used()
    {
        await using var nodes = await LimitedNodes.StartAsync(2);
        await TakeAsync(nodes.Stores[0], 100);
        await nodes.Stores[0].CorrectAsync(new LimitCorrection(Minute, []) { ClosedFor = TimeSpan.FromHours(9) }, Stop);

        await nodes.MoveAsync(8 * 3_600_000);
        await nodes.Stores[1].TakeAsync(new LimitClaim([new LimitRule("another", TimeSpan.FromMinutes(1), 5, null)], 0), Stop);

        (await TakeAsync(nodes.Stores[1], 100)).Wait.ShouldBe(TimeSpan.FromHours(1));
    }

    private static async Task<LimitCount> TakeAsync(ILimitStore store, long tokens, Guid? turn = null) =>
        (await store.TakeAsync(new LimitClaim([Minute], tokens) { Turn = turn, Waits = turn is not null }, Stop))[0];
}
