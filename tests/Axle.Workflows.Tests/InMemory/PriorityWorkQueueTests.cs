using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience.Bulkheads;

namespace Axle.Workflows.Tests.InMemory;

public sealed class PriorityWorkQueueTests
{
    private readonly VirtualTime _time = new();
    private readonly PriorityWorkQueue _queue = new();

    [Fact]
    public void More_important_work_goes_first()
    {
        Add(Contexts.Of("low") with { Priority = -5 }, Contexts.Of("none"), Contexts.Of("high") with { Priority = 100 });
        Drain().ShouldBe(["high", "none", "low"]);
    }

    [Fact]
    public void Tenants_take_turns_however_much_each_has()
    {
        Add([.. Enumerable.Range(1, 4).Select(static i => Contexts.Of($"a{i}", "a")), Contexts.Of("b1", "b"), Contexts.Of("c1", "c"), Contexts.Of("c2", "c")]);
        Drain().ShouldBe(["a1", "b1", "c1", "a2", "c2", "a3", "a4"]);
    }

    [Fact]
    public void Of_one_tenant_the_longer_chain_goes_first_and_then_the_first_that_came()
    {
        Add(Contexts.Of("1"), Contexts.Of("2") with { CriticalPath = 3 }, Contexts.Of("3") with { CriticalPath = 3 }, Contexts.Of("4"));
        Drain().ShouldBe(["2", "3", "1", "4"]);
    }

    [Fact]
    public void Work_of_little_importance_does_not_starve()
    {
        Add(Contexts.Of("patient") with { Priority = -100 });
        var taken = new List<string>();
        _time.Do(async () =>
        {
            await using var reader = _queue.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
            for (var i = 0; i < PriorityWorkQueue.AgingInterval; i++)
            {
                Add(Contexts.Of("urgent") with { Priority = 100 }, Contexts.Of("urgent") with { Priority = 100 });
                await reader.MoveNextAsync();
                taken.Add(reader.Current.Context.Path);
            }
        });
        taken.IndexOf("patient").ShouldBe(PriorityWorkQueue.AgingInterval - 1);
    }

    [Fact]
    public void A_reader_that_waits_gets_what_comes_and_continues_where_it_waited()
    {
        var read = _time.Do(async () =>
        {
            var context = SynchronizationContext.Current;
            await using var reader = _queue.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
            var coming = reader.MoveNextAsync().AsTask();
            _ = Task.Delay(TimeSpan.FromSeconds(1), _time.Clock).ContinueWith(_ => Add(Contexts.Of("late")), TaskScheduler.FromCurrentSynchronizationContext());
            await coming;
            SynchronizationContext.Current.ShouldBeSameAs(context);
            return reader.Current.Context.Path;
        });
        read.ShouldBe("late");
    }

    [Fact]
    public void Cancelling_one_reader_loses_no_work_of_the_others()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var time = new VirtualTime(new Random(seed));
            var queue = new PriorityWorkQueue();
            var read = 0;
            using var cancellation = new CancellationTokenSource();
            async Task ReadAsync(CancellationToken stopped)
            {
                await foreach (var work in queue.ReadAsync(stopped))
                    read++;
            }

            time.Do(async () =>
            {
                var leaving = ReadAsync(cancellation.Token);
                using var others = new CancellationTokenSource();
                var staying = ReadAsync(others.Token);
                await Task.Yield();
                await queue.EnqueueAsync(new StepWork(Contexts.Of("1"), 1, 0), CancellationToken.None);
                VirtualTime.Cancel(cancellation);
                await queue.EnqueueAsync(new StepWork(Contexts.Of("2"), 1, 0), CancellationToken.None);
                await Task.Delay(TimeSpan.FromSeconds(1), time.Clock);
                read.ShouldBe(2);
                VirtualTime.Cancel(others);
                (await VirtualTime.FailureOf(staying)).ShouldBeAssignableTo<OperationCanceledException>();
                (await VirtualTime.FailureOf(leaving)).ShouldBeAssignableTo<OperationCanceledException>();
            });
        }
    }

    [Fact]
    public void A_full_pool_holds_its_own_work_back_and_no_other()
    {
        var pools = new BulkheadPools(_time.Clock, new Dictionary<string, BulkheadOptions> { ["two"] = new() { Size = 2 } });
        var queue = new PriorityWorkQueue(pools);
        var (most, running, done) = (0, 0, new List<string>());
        using var stop = new CancellationTokenSource();
        async Task WorkAsync()
        {
            await foreach (var work in queue.ReadAsync(stop.Token))
            {
                var isPooled = work.Context.Bulkhead is not null;
                running += isPooled ? 1 : 0;
                most = Math.Max(most, running);
                await Task.Delay(TimeSpan.FromSeconds(isPooled ? 10 : 1), _time.Clock);
                running -= isPooled ? 1 : 0;
                done.Add(work.Context.Path);
            }
        }

        _time.Do(async () =>
        {
            var workers = Enumerable.Range(0, 4).Select(_ => WorkAsync()).ToArray();
            for (var i = 0; i < 6; i++)
                await queue.EnqueueAsync(new StepWork(Contexts.Of($"slow{i}") with { Bulkhead = "two" }, 1, 0), CancellationToken.None);
            for (var i = 0; i < 6; i++)
                await queue.EnqueueAsync(new StepWork(Contexts.Of($"quick{i}"), 1, 0), CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(5), _time.Clock);
            pools["two"].State.Waiting.Select(static w => w.Who).ShouldBe(["run-1/slow2", "run-1/slow3", "run-1/slow4", "run-1/slow5"]);
            await Task.Delay(TimeSpan.FromSeconds(30), _time.Clock);
            VirtualTime.Cancel(stop);
            (await VirtualTime.FailureOf(Task.WhenAll(workers))).ShouldBeAssignableTo<OperationCanceledException>();
        });
        most.ShouldBe(2);
        done.ShouldBe([.. Enumerable.Range(0, 6).Select(static i => $"quick{i}"), .. Enumerable.Range(0, 6).Select(static i => $"slow{i}")]);
        pools["two"].State.Holding.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_hands_out_what_a_naive_queue_hands_out(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 8; round++)
        {
            var queue = new PriorityWorkQueue();
            var model = new NaiveQueue(PriorityWorkQueue.AgingInterval);
            _time.Do(async () =>
            {
                await using var reader = queue.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
                for (var step = 0; step < 1000; step++)
                {
                    if (model.Count == 0 || random.Next(20) < 11)
                    {
                        var work = Any(random, step);
                        model.Add(work);
                        await queue.EnqueueAsync(work, CancellationToken.None);
                    }
                    else
                    {
                        await reader.MoveNextAsync();
                        reader.Current.ShouldBeSameAs(model.Take(), $"seed {seed}, round {round}, step {step}");
                    }
                }
            });
        }
    }

    private static StepWork Any(Random random, int number) => new(
        Contexts.Of($"{number}", random.Next(4) == 0 ? null : $"t{random.Next(30)}") with
        {
            Priority = random.Next(-101, -98),
            CriticalPath = random.Next(3),
        },
        1,
        0);

    private void Add(params StepContext[] steps)
    {
        foreach (var step in steps)
            _queue.EnqueueAsync(new StepWork(step, 1, 0), CancellationToken.None).AsTask().IsCompleted.ShouldBeTrue();
    }

    private List<string> Drain() => _time.Do(async () =>
    {
        Add(Contexts.Of("end") with { Priority = -100, CriticalPath = -1 });
        var paths = new List<string>();
        await foreach (var work in _queue.ReadAsync(CancellationToken.None))
        {
            if (work.Context.Path == "end")
                break;
            paths.Add(work.Context.Path);
        }

        return paths;
    });
}
