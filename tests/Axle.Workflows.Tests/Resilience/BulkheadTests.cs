using Axle.Workflows.Ports;
using Axle.Workflows.Resilience.Bulkheads;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests.Resilience;

public sealed class BulkheadTests : IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly BulkheadPools _pools;

    public BulkheadTests() =>
        _pools = new BulkheadPools(_time.Clock, new Dictionary<string, BulkheadOptions> { ["small"] = new() { Size = 1 } });

    public void Dispose() => _pools.Dispose();

    [Fact]
    public void Ten_run_at_once_when_nothing_else_is_said()
    {
        var leases = Enumerable.Range(0, 11).Select(i => _pools["big"].AcquireAsync($"{i}", 0, CancellationToken.None).AsTask()).ToArray();
        leases.Count(static l => l.IsCompleted).ShouldBe(10);
    }

    [Fact]
    public void Slots_go_by_priority_and_then_by_arrival()
    {
        var order = new List<string>();
        var held = Take("first");
        _time.Do(() =>
        {
            foreach (var (who, priority) in ((string, int)[])[("low", -1), ("a", 0), ("b", 0), ("high", 5)])
                _ = WorkAsync(who, priority, order);
            return Task.CompletedTask;
        });
        _pools["small"].State.Waiting.Select(static w => w.Who).ShouldBe(["high", "a", "b", "low"]);
        held.Dispose();
        _time.Settle();
        order.ShouldBe(["high", "a", "b", "low"]);
    }

    [Fact]
    public void Who_holds_and_who_waits_is_seen_with_the_time()
    {
        var start = _time.Now;
        using var held = Take("first");
        _time.Pass(TimeSpan.FromSeconds(5));
        _ = _pools["small"].AcquireAsync("second", 3, CancellationToken.None).AsTask();
        var state = _pools.List().ShouldHaveSingleItem();
        state.Size.ShouldBe(1);
        state.Holding.ShouldBe([new BulkheadPlace("first", 0, start)]);
        state.Waiting.ShouldBe([new BulkheadPlace("second", 3, start.AddSeconds(5))]);
    }

    [Fact]
    public void Giving_a_slot_back_twice_gives_it_back_once()
    {
        var held = Take("first");
        held.Dispose();
        held.Dispose();
        using var next = Take("second");
        _pools["small"].AcquireAsync("third", 0, CancellationToken.None).AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_stops_waiting_leaves_the_line()
    {
        var held = Take("first");
        using var cancellation = new CancellationTokenSource();
        var waiting = _pools["small"].AcquireAsync("second", 0, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        _pools["small"].State.Waiting.ShouldBeEmpty();
        held.Dispose();
        _pools["small"].State.Holding.ShouldBeEmpty();
    }

    [Fact]
    public void A_size_that_cannot_be_is_refused_at_once() =>
        Should.Throw<AxleException>(() => new BulkheadPools(_time.Clock, new Dictionary<string, BulkheadOptions> { ["none"] = new() { Size = 0 } }))
            .Message.ShouldContain("not 0");

    [Fact]
    public void No_slot_is_lost_however_work_ends()
    {
        var random = new Random(7);
        var most = 0;
        var running = 0;
        var pool = _pools["many"];
        var handler = new BulkheadHandler(new Handler(async (_, stopped) =>
        {
            most = Math.Max(most, ++running);
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(random.Next(10)), _time.Clock, stopped);
                return random.Next(3) == 0 ? throw new IOException("broken") : new StepResult(Payload.Null);
            }
            finally
            {
                running--;
            }
        }), _pools);
        _time.Do(() => Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(random.Next(1, 60)), _time.Clock);
            try
            {
                await handler.ExecuteAsync(Contexts.Of($"{i}") with { Bulkhead = "many", Priority = random.Next(-2, 3) }, patience.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // Both are ways for work to end.
            }
        })));
        most.ShouldBe(10);
        pool.State.Holding.ShouldBeEmpty();
        pool.State.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public void Slots_that_processes_share_are_asked_for_until_there_are_some_and_given_back_when_others_wait()
    {
        var store = new Slots { Free = 0 };
        using var shared = new BulkheadPools(_time.Clock, null, store);
        var leases = new List<BulkheadLease>();
        _time.Do(() =>
        {
            foreach (var who in (string[])["a", "b", "c", "d"])
                _ = KeepAsync(who);
            return Task.CompletedTask;
        });
        _time.Pass(TimeSpan.FromSeconds(1));
        leases.ShouldBeEmpty("others have all of them");
        store.IsAway = true;
        store.Free = 2;
        _time.Pass(TimeSpan.FromSeconds(1));
        leases.ShouldBeEmpty("nobody can say how many there are");
        store.IsAway = false;
        _time.Pass(TimeSpan.FromSeconds(1));
        leases.Count.ShouldBe(2);
        store.Free = 1;
        _time.Pass(TimeSpan.FromSeconds(1));
        End("a");
        leases.Count.ShouldBe(1, "it has one more than it may, and gives that back");
        End("b");
        leases.Single().Place.Who.ShouldBe("c");
        store.Free = 10;
        End("c");
        store.Asked = 0;
        _time.Pass(TimeSpan.FromSeconds(3));
        store.Asked.ShouldBeInRange(2, 4, "what it uses it says again, as the store may have forgotten it");
        End("d");
        store.Asked = 0;
        _time.Pass(TimeSpan.FromSeconds(3));
        store.Asked.ShouldBe(0);
        shared["any"].State.Holding.ShouldBeEmpty();
        store.Told.ShouldBe((0, 0));

        async Task KeepAsync(string who) => leases.Add(await shared["any"].AcquireAsync(who, 0, CancellationToken.None));

        void End(string who)
        {
            var lease = leases.Single(l => l.Place.Who == who);
            leases.Remove(lease);
            lease.Dispose();
            _time.Pass(TimeSpan.FromSeconds(1));
        }
    }

    private BulkheadLease Take(string who) => _time.Do(() => _pools["small"].AcquireAsync(who, 0, CancellationToken.None).AsTask());

    private async Task WorkAsync(string who, int priority, List<string> order)
    {
        using var lease = await _pools["small"].AcquireAsync(who, priority, CancellationToken.None);
        order.Add(who);
    }

    /// <summary>Other processes leave some.</summary>
    private sealed class Slots : IBulkheadStore
    {
        public int Free { get; set; }

        public bool IsAway { get; set; }

        public int Asked { get; set; }

        public (int Used, int Wanted) Told { get; private set; }

        public ValueTask<int> ShareAsync(string pool, int size, int used, int wanted, CancellationToken cancellationToken)
        {
            Told = (used, wanted);
            Asked++;
            return IsAway ? throw new IOException("away") : new(Math.Min(Free, used + wanted));
        }

        public ValueTask<IReadOnlyList<SharedBulkhead>> ListBulkheadsAsync(CancellationToken cancellationToken) => new([]);
    }
}
