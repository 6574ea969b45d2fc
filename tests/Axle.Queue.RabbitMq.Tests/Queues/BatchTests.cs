using System.Collections.Concurrent;
using System.Text;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Queue.RabbitMq.Tests.Queues;

/// <summary>Steps that are short go several in a message; what then becomes of them is the same as of those that go alone.</summary>
public sealed class BatchTests
{
    private const long Short = 50;

    [Fact]
    public async Task Of_a_message_whose_worker_dies_what_it_reported_is_not_made_again_and_the_rest_is_made_by_another()
    {
        await using var nodes = new QueueAndWorkers();
        var made = new ConcurrentBag<string>();
        string[] reported;
        await using (var dies = await nodes.StartWorkerByHandAsync())
        {
            var batch = await UntilBatchAsync(nodes, dies);
            reported = [.. batch.Steps.Take(batch.Steps.Count / 2)];
            foreach (var name in reported)
                await dies.ReportAsync(batch, name, Short, nodes.Cancellation);
        }

        nodes.StartWorker(4, (context, _) =>
        {
            made.Add(context.Path);
            return Task.CompletedTask;
        });
        (await nodes.AllAsync()).ShouldAllBe(static c => c is CompleteStep);
        made.ShouldBeUnique();
        made.Intersect(reported.Select(static name => name.Split('/')[0])).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "as of a worker that knows no messages of several")]
    [InlineData(5_000_000L, "long")]
    public async Task After_a_step_that_is_not_known_to_be_short_each_goes_alone(long? microseconds, string why)
    {
        await using var nodes = new QueueAndWorkers();
        await using var worker = await nodes.StartWorkerByHandAsync();
        var last = await UntilBatchAsync(nodes, worker);
        await worker.MakeAsync(last, microseconds, nodes.Cancellation);
        // What was on its way before is out of it.
        await DrainAsync(nodes, worker, microseconds);
        for (var i = 0; i < 300; i++)
            nodes.HandOut("later", i);
        (await DrainAsync(nodes, worker, microseconds)).ShouldBe(1, why);
    }

    [Fact]
    public async Task A_step_whose_effect_must_happen_at_most_once_goes_alone()
    {
        await using var nodes = new QueueAndWorkers();
        await using var worker = await nodes.StartWorkerByHandAsync();
        await worker.MakeAsync(await UntilBatchAsync(nodes, worker), Short, nodes.Cancellation);
        for (var i = 0; i < 300; i++)
            nodes.HandOut("later", i, i % 2 == 0 ? StepEffect.Once : StepEffect.Idempotent);
        var largest = 0;
        while (nodes.Queue.Out > 0)
        {
            var message = await worker.TakeAsync(nodes.Cancellation);
            largest = Math.Max(largest, message.Steps.Count);
            if (message.Steps.Count > 1)
                message.Steps.Any(IsOnce).ShouldBeFalse();
            await worker.MakeAsync(message, Short, nodes.Cancellation);
            await nodes.HeardAsync(message.Steps);
        }

        largest.ShouldBeGreaterThan(1, "the others go together");

        static bool IsOnce(string name) => name.StartsWith("later-", StringComparison.Ordinal) && int.Parse(name.Split('/')[0]["later-".Length..], null) % 2 == 0;
    }

    /// <summary>As workers of a version that cannot read it do.</summary>
    [Fact]
    public async Task Steps_of_a_message_that_the_broker_gives_up_are_handed_out_alone()
    {
        await using var nodes = new QueueAndWorkers(static o => o with { DeliveryLimit = 1 });
        await using (var older = await nodes.StartWorkerByHandAsync())
        {
            var batch = await UntilBatchAsync(nodes, older);
            var (came, returned) = (batch, 0);
            while (true)
            {
                if (!came.Steps.SequenceEqual(batch.Steps))
                {
                    await older.MakeAsync(came, Short, nodes.Cancellation);
                }
                else
                {
                    await older.ReturnAsync(came, nodes.Cancellation);
                    if (++returned == 2)
                        break;
                }

                came = await older.TakeAsync(nodes.Cancellation);
            }
        }

        nodes.StartWorker(4, static (_, _) => Task.CompletedTask);
        (await nodes.AllAsync()).ShouldAllBe(static c => c is CompleteStep);
    }

    [Fact]
    public async Task A_step_that_cannot_be_read_keeps_nobody_from_those_beside_it()
    {
        await using var nodes = new QueueAndWorkers(static o => o with { DeliveryLimit = 1 }, new Unreadable("\"path\":\"bad-7\""));
        nodes.StartWorker(4, static (_, _) => Task.CompletedTask);
        var good = Enumerable.Range(0, 2000).Select(i => nodes.MakeAsync("good", i)).ToArray();
        var bad = Enumerable.Range(0, 10).Select(i => nodes.MakeAsync("bad", i)).ToArray();
        (await Task.WhenAll(good)).ShouldAllBe(static c => c is CompleteStep);
        var came = await Task.WhenAll(bad);
        came.OfType<FailStep>().ShouldHaveSingleItem().Error.Message.ShouldContain("cannot read it");
        came[7].ShouldBeOfType<FailStep>();
    }

    [Fact]
    public async Task What_came_with_others_and_waits_behind_a_long_step_is_made_by_a_worker_that_is_free()
    {
        await using var nodes = new QueueAndWorkers();
        await using (var warm = await nodes.StartWorkerByHandAsync())
        {
            await warm.MakeAsync(await UntilBatchAsync(nodes, warm), Short, nodes.Cancellation);
            await DrainAsync(nodes, warm, Short);
        }

        var held = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        nodes.StartWorker(1, (context, _) =>
        {
            held.TrySetResult(context.Path);
            return goOn.Task;
        });
        var all = Enumerable.Range(0, 100).ToDictionary(static i => $"later-{i}", i => nodes.MakeAsync("later", i));
        var longOne = await held.Task.WaitAsync(nodes.Cancellation);
        nodes.StartWorker(4, static (_, _) => Task.CompletedTask);
        (await Task.WhenAll(all.Where(step => step.Key != longOne).Select(static step => step.Value))).ShouldAllBe(static c => c is CompleteStep);
        goOn.SetResult();
        (await all[longOne]).ShouldBeOfType<CompleteStep>();
    }

    /// <summary>Hands out more and more, and makes what comes alone, until several come in a message.</summary>
    private static async Task<TakenMessage> UntilBatchAsync(QueueAndWorkers nodes, WorkerByHand worker)
    {
        for (var round = 0; ; round++)
        {
            for (var i = 0; i < 100; i++)
                nodes.HandOut("first", (100 * round) + i);
            while (nodes.Queue.Out > 0)
            {
                var message = await worker.TakeAsync(nodes.Cancellation);
                if (message.Steps.Count > 3)
                    return message;
                await worker.MakeAsync(message, Short, nodes.Cancellation);
                await nodes.HeardAsync(message.Steps);
            }
        }
    }

    /// <summary>Makes all that comes.</summary>
    /// <returns>How many steps the largest message had.</returns>
    private static async Task<int> DrainAsync(QueueAndWorkers nodes, WorkerByHand worker, long? microseconds)
    {
        var largest = 0;
        while (nodes.Queue.Out > 0)
        {
            var message = await worker.TakeAsync(nodes.Cancellation);
            largest = Math.Max(largest, message.Steps.Count);
            await worker.MakeAsync(message, microseconds, nodes.Cancellation);
            await nodes.HeardAsync(message.Steps);
        }

        return largest;
    }

    /// <summary>Leaves all as it is, and cannot read what has a text in it.</summary>
    private sealed class Unreadable(string text) : IPayloadCodec
    {
        public byte[] Encode(ReadOnlySpan<byte> plain) => plain.ToArray();

        public byte[] Decode(ReadOnlySpan<byte> stored) => Encoding.UTF8.GetString(stored).Contains(text, StringComparison.Ordinal)
            ? throw new AxleException(ErrorKind.Validation, "It was encrypted with another key.")
            : stored.ToArray();
    }
}
