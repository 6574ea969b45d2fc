using Axle.Workflows.Ports;
using Axle.Workflows.Scaling;

namespace Axle.Storage.Postgres.Tests;

/// <summary>What nodes tell of pools, in a database that they share.</summary>
public sealed class LoadTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task What_nodes_tell_at_the_same_time_is_added_up()
    {
        PostgresRunStore[] nodes = [_database.Open(), _database.Open(), _database.Open()];
        await Task.WhenAll(nodes.Select(node => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                await node.ReportLoadAsync([Report("llm", 2, i), Report("code", 1, i)], Noon.AddSeconds(i), Cancellation);
        })));
        var minutes = await nodes[0].ListMinutesAsync(Noon, Cancellation);
        minutes.Select(static m => (m.Pool, m.Minute, m.Arrived, m.Ended, m.Busy)).ShouldBe(
        [
            ("code", Noon, 60, 60, TimeSpan.FromSeconds(60)), ("llm", Noon, 120, 120, TimeSpan.FromSeconds(120)),
        ]);
        // Of what they do now only the last word counts.
        (await nodes[1].ListPoolsAsync(Cancellation)).ShouldBe([new PoolNow("code", 57, 3, 3, 24), new PoolNow("llm", 57, 3, 3, 24)]);
    }

    [Fact]
    public async Task A_node_that_died_does_nothing_any_more_and_what_it_did_stays()
    {
        var (first, second) = (_database.Open(), _database.Open());
        await first.ReportLoadAsync([Report("code", 5, 9)], Noon, Cancellation);
        await second.ReportLoadAsync([Report("code", 5, 1)], Noon, Cancellation);
        await _database.KillAsync(first);
        (await second.ListPoolsAsync(Cancellation)).ShouldHaveSingleItem().ShouldBe(new PoolNow("code", 1, 1, 1, 8));
        (await second.ListMinutesAsync(Noon, Cancellation)).ShouldHaveSingleItem().Arrived.ShouldBe(10);
        await second.ReportLoadAsync([], Noon, Cancellation);
        (await _database.RunAsync("SELECT count(*) FROM axle.node_pools")).ShouldBe(1L);
    }

    [Fact]
    public async Task Of_a_minute_the_most_that_was_needed_is_kept()
    {
        var node = _database.Open();
        foreach (var slots in (int[])[3, 12, 7])
            await node.NoteNeedAsync("llm", slots, Noon.AddSeconds(slots), Cancellation);
        (await node.ListMinutesAsync(Noon, Cancellation)).ShouldHaveSingleItem().Needed.ShouldBe(12);
    }

    [Fact]
    public async Task Hours_are_sums_of_their_minutes_and_old_minutes_are_forgotten()
    {
        var node = _database.Open();
        await node.ReportLoadAsync([Report("code", 5, 0)], Noon - ILoadStore.Kept - TimeSpan.FromMinutes(1), Cancellation);
        foreach (var minute in (int[])[0, 1, 59, 60])
            await node.ReportLoadAsync([Report("code", minute + 1, 0)], Noon.AddMinutes(minute), Cancellation);
        (await node.ListHoursAsync(DateTimeOffset.MinValue, Cancellation)).Select(static h => (h.Hour, h.Arrived, h.MostInMinute, h.Ended, h.Busy)).ShouldBe(
        [
            (Noon, 63, 60, 63, TimeSpan.FromSeconds(63)), (Noon.AddHours(1), 61, 61, 61, TimeSpan.FromSeconds(61)),
        ]);
    }

    [Fact]
    public async Task Any_node_says_how_large_a_pool_should_be_and_it_does_not_shrink_at_once()
    {
        var time = new SetTime(Noon.AddSeconds(30));
        var (engine, asked) = (_database.Open(), _database.Open());
        // 50 a second for half a minute, two seconds each; 600 wait.
        await engine.ReportLoadAsync(
            [new PoolReport("code", 3_000, 1_500, TimeSpan.FromSeconds(3_000), new PoolNow("code", 664, 64, 1, 64))], Noon, Cancellation);
        var told = await new PoolLoads(engine, time).NoteNeedAsync(Cancellation);
        told.ShouldHaveSingleItem().Slots.ShouldBe(Erlang.Slots(100, PoolSizing.WaitShare) + 40);
        await engine.ReportLoadAsync([new PoolReport("code", 0, 0, TimeSpan.Zero, new PoolNow("code", 0, 0, 1, 64))], time.GetUtcNow(), Cancellation);
        time.Now = Noon.AddMinutes(4);
        var size = (await new PoolLoads(asked, time).SizeAsync(new PoolBounds(), Cancellation)).ShouldHaveSingleItem();
        (size.Workers, size.Slots, size.Limit).ShouldBe((3, told[0].Slots, SizeLimit.Recent));
        time.Now = Noon.AddMinutes(8);
        (await new PoolLoads(asked, time).SizeAsync(new PoolBounds(), Cancellation)).ShouldHaveSingleItem().Workers.ShouldBe(1);
    }

    private static PoolReport Report(string pool, long arrived, long owed) =>
        new(pool, arrived, arrived, TimeSpan.FromSeconds(arrived), new PoolNow(pool, owed, 1, 1, 8));

    private sealed class SetTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
