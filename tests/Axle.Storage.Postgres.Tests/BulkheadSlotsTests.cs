using System.Globalization;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience.Bulkheads;

namespace Axle.Storage.Postgres.Tests;

/// <summary>Slots of bulkheads that nodes share.</summary>
public sealed class BulkheadSlotsTests : IAsyncDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Nodes want and use what they like, as long as they use no more than they may.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 10)]
    [InlineData(4, 7)]
    public async Task Whatever_nodes_want_no_more_slots_are_used_than_there_are(int seed, int size)
    {
        var random = new Random(seed);
        PostgresRunStore[] nodes = [_database.Open(), _database.Open(), _database.Open()];
        var (used, may) = (new int[3], new int[3]);
        for (var i = 0; i < 300; i++)
        {
            var node = random.Next(3);
            used[node] = random.Next(used[node] + 1);
            var wanted = random.Next(2 * size);
            var others = used.Index().Where(o => o.Index != node).Sum(o => Math.Max(o.Item, may[o.Index]));
            may[node] = await nodes[node].ShareAsync("small", size, used[node], wanted, Cancellation);
            may[node].ShouldBeInRange(0, Math.Min(used[node] + wanted, size - others), $"step {i}");
            used[node] = Math.Max(used[node], random.Next(may[node] + 1));
        }
    }

    [Fact]
    public async Task One_that_is_alone_gets_all_and_of_those_that_wait_each_an_equal_share()
    {
        var (first, second) = (_database.Open(), _database.Open());
        (await first.ShareAsync("pool", 10, 0, 50, Cancellation)).ShouldBe(10);
        (await second.ShareAsync("pool", 10, 0, 50, Cancellation)).ShouldBe(0);
        // Others wait: what comes back above half is not given out again.
        (await first.ShareAsync("pool", 10, 10, 40, Cancellation)).ShouldBe(5);
        (await first.ShareAsync("pool", 10, 7, 43, Cancellation)).ShouldBe(5);
        (await second.ShareAsync("pool", 10, 0, 50, Cancellation)).ShouldBe(3);
        (await first.ShareAsync("pool", 10, 5, 45, Cancellation)).ShouldBe(5);
        (await second.ShareAsync("pool", 10, 3, 47, Cancellation)).ShouldBe(5);
        (await first.ListBulkheadsAsync(Cancellation)).ShouldBe([new SharedBulkhead("pool", 10, 10, 90, 2)]);
        (await first.ShareAsync("pool", 10, 0, 0, Cancellation)).ShouldBe(0);
        (await second.ShareAsync("pool", 10, 5, 45, Cancellation)).ShouldBe(10);
    }

    [Fact]
    public async Task Who_needs_less_than_a_share_leaves_the_rest_to_those_that_wait()
    {
        PostgresRunStore[] nodes = [_database.Open(), _database.Open(), _database.Open()];
        (await nodes[0].ShareAsync("pool", 9, 0, 1, Cancellation)).ShouldBe(1);
        (await nodes[1].ShareAsync("pool", 9, 0, 20, Cancellation)).ShouldBe(8);
        (await nodes[2].ShareAsync("pool", 9, 0, 20, Cancellation)).ShouldBe(0);
        (await nodes[1].ShareAsync("pool", 9, 3, 17, Cancellation)).ShouldBe(4);
        (await nodes[2].ShareAsync("pool", 9, 0, 20, Cancellation)).ShouldBe(4);
    }

    [Fact]
    public async Task Where_there_are_fewer_slots_than_nodes_they_take_turns()
    {
        PostgresRunStore[] nodes = [_database.Open(), _database.Open(), _database.Open()];
        var turns = new List<int>();
        var holder = 0;
        (await nodes[0].ShareAsync("one", 1, 0, 5, Cancellation)).ShouldBe(1);
        for (var i = 0; i < 9; i++)
        {
            foreach (var (number, node) in nodes.Index().Where(n => n.Index != holder))
                (await node.ShareAsync("one", 1, 0, 5, Cancellation)).ShouldBe(0, $"{number} does not get what {holder} has");
            // As if those had waited for longer than a second.
            await _database.RunAsync("UPDATE axle.bulkhead_slots SET since = since - interval '2 seconds' WHERE since IS NOT NULL");
            (await nodes[holder].ShareAsync("one", 1, 1, 4, Cancellation)).ShouldBe(0, "others wait: it gives up what it has when its step ends");
            (await nodes[holder].ShareAsync("one", 1, 0, 4, Cancellation)).ShouldBe(0, "and does not take it again");
            for (var next = 0; next < nodes.Length; next++)
            {
                if (next == holder || await nodes[next].ShareAsync("one", 1, 0, 5, Cancellation) == 0)
                    continue;
                turns.Add(holder = next);
                break;
            }
        }

        turns.Count.ShouldBe(9);
        turns.CountBy(static t => t).ShouldAllBe(static t => t.Value == 3, string.Join(", ", turns));
    }

    [Fact]
    public async Task Where_nodes_say_different_sizes_the_least_holds()
    {
        var (first, second) = (_database.Open(), _database.Open());
        (await first.ShareAsync("pool", 10, 0, 1, Cancellation)).ShouldBe(1);
        (await second.ShareAsync("pool", 2, 0, 5, Cancellation)).ShouldBe(1);
        (await first.ListBulkheadsAsync(Cancellation)).ShouldHaveSingleItem().Size.ShouldBe(2);
        (await first.ShareAsync("pool", 10, 1, 9, Cancellation)).ShouldBe(1);
        (await second.ShareAsync("pool", 2, 0, 0, Cancellation)).ShouldBe(0);
        (await first.ShareAsync("pool", 10, 1, 9, Cancellation)).ShouldBe(10);
    }

    [Fact]
    public async Task What_a_node_had_that_died_is_free()
    {
        var (first, second) = (_database.Open(), _database.Open());
        (await first.ShareAsync("pool", 4, 0, 4, Cancellation)).ShouldBe(4);
        (await second.ShareAsync("pool", 4, 0, 4, Cancellation)).ShouldBe(0);
        await _database.KillAsync(first);
        (await second.ShareAsync("pool", 4, 0, 4, Cancellation)).ShouldBe(4);
        (await _database.RunAsync("SELECT count(*) FROM axle.bulkhead_slots")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_node_that_was_buried_while_it_lived_says_again_what_it_uses()
    {
        var (first, second) = (_database.Open(), _database.Open());
        (await first.ShareAsync("pool", 4, 0, 3, Cancellation)).ShouldBe(3);
        await _database.RunAsync("DELETE FROM axle.nodes");
        (await second.ShareAsync("pool", 4, 0, 4, Cancellation)).ShouldBe(4);
        // More than there are: what is at work cannot be undone. It gets no other until those are over.
        (await first.ShareAsync("pool", 4, 3, 1, Cancellation)).ShouldBe(0);
        (await first.ShareAsync("pool", 4, 0, 1, Cancellation)).ShouldBe(0);
    }

    /// <summary>Two processes, as far as bulkheads know, with work that comes and goes in each.</summary>
    [Fact]
    public async Task Pools_of_processes_that_share_a_store_hold_as_much_together_as_one()
    {
        const int Size = 3;
        var options = new Dictionary<string, BulkheadOptions> { ["shared"] = new() { Size = Size } };
        using var first = new BulkheadPools(TimeProvider.System, options, _database.Open());
        using var second = new BulkheadPools(TimeProvider.System, options, _database.Open());
        var (inside, most) = (0, 0);
        var isFull = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => WorkAsync((i % 2 == 0 ? first : second)["shared"], i), Cancellation)));
        most.ShouldBe(Size);
        first["shared"].State.Waiting.ShouldBeEmpty();

        async Task WorkAsync(Bulkhead pool, int number)
        {
            using var slot = await pool.AcquireAsync(number.ToString(CultureInfo.InvariantCulture), 0, Cancellation);
            var now = Interlocked.Increment(ref inside);
            for (var seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most)
            {
                // Another was noted meanwhile.
            }

            // The first ones stay until as many are there as there may be.
            if (now >= Size)
                isFull.TrySetResult();
            await isFull.Task.WaitAsync(Cancellation);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        }
    }
}
