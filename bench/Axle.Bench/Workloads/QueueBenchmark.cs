using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using Axle.Bench.Measuring;
using Axle.Workflows.Definition;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Bench.Workloads;

/// <summary>Putting work into the queue and taking it out again: in turns, between two threads, and out of a long line; beside a plain channel.</summary>
internal sealed class QueueBenchmark : IBenchmark
{
    private const int Works = 1_000_000;

    public string Name => "queue";

    public string Purpose => "enqueue and dequeue of the priority queue, beside a channel";

    public async Task<Report> RunAsync(BenchSettings settings) => new(
        Name,
        [
            await MeasureAsync(settings, "in turns, one thread", InTurnsAsync, Same),
            await MeasureAsync(settings, "from one thread to another", AcrossAsync, Same),
            await MeasureAsync(settings, "a line of 1,000,000, then out again", LineAsync, Same),
            await MeasureAsync(settings, "a line of 5 priorities and 20 tenants", LineAsync, Mixed),
        ]);

    private static async Task<Row> MeasureAsync(
        BenchSettings settings, string what, Func<IWorkQueue, StepWork[], Task> run, Func<int, StepWork> work)
    {
        var works = Enumerable.Range(0, Works).Select(work).ToArray();
        return new Row(what, new Figures
        {
            ["works/s"] = await RateAsync(settings, static () => new PriorityWorkQueue(), run, works),
            ["channel works/s"] = await RateAsync(settings, static () => new ChannelQueue(), run, works),
        });
    }

    private static async Task<double> RateAsync(
        BenchSettings settings, Func<IWorkQueue> queue, Func<IWorkQueue, StepWork[], Task> run, StepWork[] works)
    {
        await run(queue(), works);
        var rates = new List<double>();
        for (var i = 0; i < settings.Repetitions; i++)
        {
            var clock = Stopwatch.StartNew();
            await run(queue(), works);
            rates.Add(works.Length / clock.Elapsed.TotalSeconds);
        }

        return Sample.Median(rates);
    }

    private static async Task InTurnsAsync(IWorkQueue queue, StepWork[] works)
    {
        await using var reader = queue.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
        foreach (var work in works)
        {
            await queue.EnqueueAsync(work, CancellationToken.None);
            await reader.MoveNextAsync();
        }
    }

    private static async Task AcrossAsync(IWorkQueue queue, StepWork[] works)
    {
        var reading = Task.Run(() => TakeAsync(queue, works.Length));
        foreach (var work in works)
            await queue.EnqueueAsync(work, CancellationToken.None);
        await reading;
    }

    private static async Task LineAsync(IWorkQueue queue, StepWork[] works)
    {
        foreach (var work in works)
            await queue.EnqueueAsync(work, CancellationToken.None);
        await TakeAsync(queue, works.Length);
    }

    private static async Task TakeAsync(IWorkQueue queue, int count)
    {
        await foreach (var _ in queue.ReadAsync(CancellationToken.None))
        {
            if (--count == 0)
                return;
        }
    }

    private static StepWork Same(int number) => new(Plain, 1, number);

    private static StepWork Mixed(int number) => new(
        Plain with
        {
            Priority = number % 5,
            CriticalPath = number * 7919L % 10,
            Attributes = ImmutableDictionary<string, string>.Empty.Add("tenant", $"tenant-{number * 31L % 20}"),
        },
        1, number);

    private static StepContext Plain { get; } = new()
    {
        RunId = new RunId("run"),
        Workflow = "w",
        Path = "s",
        Key = "s",
        Attempt = 1,
        Action = new ToolAction("t"),
        Input = Payload.EmptyObject,
        IdempotencyKey = "run/s",
        Attributes = ImmutableDictionary<string, string>.Empty.Add("workspace", "here"),
        Ended = [],
        Upstream = [],
    };

    /// <summary>What the queue is measured against: first come, first served.</summary>
    private sealed class ChannelQueue : IWorkQueue
    {
        private readonly Channel<StepWork> _channel = Channel.CreateUnbounded<StepWork>();

        public ValueTask EnqueueAsync(StepWork work, CancellationToken cancellationToken) => _channel.Writer.WriteAsync(work, cancellationToken);

        public IAsyncEnumerable<StepWork> ReadAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAllAsync(cancellationToken);
    }
}
