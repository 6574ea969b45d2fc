using System.Threading.Channels;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience.Bulkheads;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Queue.RabbitMq.Tests.Queues;

/// <summary>Tenants take turns, also with what waits for workers of other processes.</summary>
public sealed class TurnsTests
{
    private const int Concurrency = 4;

    /// <summary>One tenant has thousands of steps waiting; each that is made is let go on by the test.</summary>
    [Fact]
    public async Task A_step_of_one_tenant_waits_for_few_of_another_that_has_thousands()
    {
        await using var nodes = new QueueAndWorkers();
        var begun = Channel.CreateUnbounded<string>();
        using var goOn = new SemaphoreSlim(0);
        nodes.StartWorker(Concurrency, async (context, cancellationToken) =>
        {
            begun.Writer.TryWrite(context.Attributes["tenant"]);
            await goOn.WaitAsync(cancellationToken);
        });
        var many = Enumerable.Range(0, 5000).Select(i => nodes.MakeAsync("a", i)).ToArray();
        // A worker takes as many as it can make, and then one for each that ends.
        for (var i = 0; i < 100; i++)
            await NextAsync();
        var one = nodes.MakeAsync("b", 0);
        var before = 0;
        while (await NextAsync() != "b")
            before++;
        before.ShouldBeLessThan(8 * Concurrency);
        goOn.Release(many.Length + 1);
        (await one).ShouldBeOfType<CompleteStep>();
        (await Task.WhenAll(many)).ShouldAllBe(static c => c is CompleteStep);

        async Task<string> NextAsync()
        {
            goOn.Release();
            return await begun.Reader.ReadAsync(nodes.Cancellation);
        }
    }

    [Fact]
    public async Task Steps_that_are_recalled_while_they_wait_for_their_turn_are_not_made_and_hold_up_none()
    {
        await using var nodes = new QueueAndWorkers();
        var made = Channel.CreateUnbounded<string>();
        using var goOn = new SemaphoreSlim(0);
        nodes.StartWorker(1, async (context, cancellationToken) =>
        {
            made.Writer.TryWrite(context.Path);
            await goOn.WaitAsync(cancellationToken);
        });
        var first = nodes.MakeAsync("a", 0);
        (await made.Reader.ReadAsync(nodes.Cancellation)).ShouldBe("a-0");
        var recalled = Enumerable.Range(0, 500).Select(i => nodes.HandOut("b", i)).ToArray();
        var last = nodes.MakeAsync("c", 0);
        foreach (var work in recalled)
            nodes.Queue.Recall(work);
        goOn.Release(1000);
        await Task.WhenAll(first, last);
        nodes.Queue.Out.ShouldBe(0);
        made.Writer.Complete();
        (await made.Reader.ReadAllAsync(nodes.Cancellation).CountAsync(nodes.Cancellation)).ShouldBeLessThan(50);
    }

    [Fact]
    public async Task Slots_of_a_bulkhead_come_back_from_steps_that_end_and_that_are_recalled_before_or_while_they_are_made()
    {
        using var pools = new BulkheadPools(TimeProvider.System, new Dictionary<string, BulkheadOptions> { ["narrow"] = new() { Size = 2 } });
        await using var nodes = new QueueAndWorkers(bulkheads: pools);
        var begun = Channel.CreateUnbounded<string>();
        using var goOn = new SemaphoreSlim(0);
        nodes.StartWorker(8, async (context, cancellationToken) =>
        {
            begun.Writer.TryWrite(context.Path);
            await goOn.WaitAsync(cancellationToken);
        });
        var steps = Enumerable.Range(0, 6).Select(i => nodes.HandOut("a", i, bulkhead: "narrow")).ToArray();
        ((string[])[await NextAsync(), await NextAsync()]).Order().ShouldBe(["a-0", "a-1"]);
        nodes.Queue.Recall(steps[2]);
        nodes.Queue.Recall(steps[0]);
        (await NextAsync()).ShouldBe("a-3");
        goOn.Release(steps.Length);
        ((string[])[await NextAsync(), await NextAsync()]).Order().ShouldBe(["a-4", "a-5"]);
        await nodes.HeardAsync(["a-1", "a-3", "a-4", "a-5"]);
        (nodes.Queue.Out, pools["narrow"].State.Holding.Length, pools["narrow"].State.Waiting.Length).ShouldBe((0, 0, 0));

        ValueTask<string> NextAsync() => begun.Reader.ReadAsync(nodes.Cancellation);
    }
}
