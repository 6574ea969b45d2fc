using System.Text;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Queue.RabbitMq.Tests.Queues;

/// <summary>What an engine hears of steps that cannot be sent, cannot be reported, or are with a worker that stops.</summary>
public sealed class QueueTests
{
    /// <summary>What a worker gives back before the broker has stopped sending comes again at once, and each time counts.</summary>
    [Fact]
    public async Task A_worker_that_stops_in_the_midst_of_many_steps_leaves_each_to_another()
    {
        await using var nodes = new QueueAndWorkers(static o => o with { DeliveryLimit = 1 });
        var made = 0;
        var midst = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task MakeAsync(StepContext context, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref made) == 500)
                midst.TrySetResult();
            return Task.CompletedTask;
        }

        var first = nodes.StartWorker(16, MakeAsync);
        var steps = Enumerable.Range(0, 3000).Select(i => nodes.MakeAsync("a", i)).ToArray();
        await midst.Task.WaitAsync(nodes.Cancellation);
        (await first.DrainAsync(TimeSpan.FromMinutes(1))).ShouldBe(0);
        await first.DisposeAsync();
        nodes.StartWorker(16, MakeAsync);
        (await Task.WhenAll(steps)).OfType<FailStep>().Select(static f => f.Error.Message).Distinct().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_that_cannot_be_written_fails_and_others_go_on()
    {
        await using var nodes = new QueueAndWorkers(codec: new Choking("\"path\":\"bad-1\""));
        nodes.StartWorker(2, static (_, _) => Task.CompletedTask);
        var bad = nodes.MakeAsync("bad", 1);
        (await nodes.MakeAsync("good", 1)).ShouldBeOfType<CompleteStep>();
        (await bad).ShouldBeOfType<FailStep>().Error.Message.ShouldContain("cannot be put into the form in which it travels to a worker");
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_fails_its_step_and_others_go_on()
    {
        await using var nodes = new QueueAndWorkers(codec: new Choking("made bad-1"));
        nodes.StartWorker(2, static (_, _) => Task.CompletedTask);
        var bad = nodes.MakeAsync("bad", 1);
        (await nodes.MakeAsync("good", 1)).ShouldBeOfType<CompleteStep>();
        (await bad).ShouldBeOfType<FailStep>().Error.Message.ShouldContain("What came of it cannot be put into the form");
    }

    /// <summary>Leaves all as it is, and fails at what has a text in it.</summary>
    private sealed class Choking(string text) : IPayloadCodec
    {
        public byte[] Encode(ReadOnlySpan<byte> plain) => Encoding.UTF8.GetString(plain).Contains(text, StringComparison.Ordinal)
            ? throw new InvalidOperationException("It does not go down.")
            : plain.ToArray();

        public byte[] Decode(ReadOnlySpan<byte> stored) => stored.ToArray();
    }
}
