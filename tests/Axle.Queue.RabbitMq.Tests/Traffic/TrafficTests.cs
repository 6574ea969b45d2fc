using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Axle.Queue.RabbitMq.Engines;
using Axle.Queue.RabbitMq.Workers;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Remote;
using Axle.Workflows.Runs;
using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Tests.Traffic;

/// <summary>What goes over the broker between an engine and a worker that have many steps at once.</summary>
public sealed class TrafficTests : IAsyncDisposable
{
    private const int Steps = 200;
    private readonly string _prefix = $"traffic-{Guid.NewGuid():N}"[..20];
    private readonly MemoryRunStore _store = new(new MemoryDisk(), "memory");
    private readonly HeldHandler _handler = new();
    private readonly RabbitWorkQueue _queue;
    private readonly RabbitWorker _worker;
    private readonly WorkflowEngine _engine;

    public TrafficTests()
    {
        Assert.SkipWhen(RabbitServer.Shared.Missing is not null, RabbitServer.Shared.Missing ?? "");
        var options = Patient.Options(_prefix);
        var messages = new StepMessages(new RunReader(_store, new DefinitionLoader()), null, TimeProvider.System);
        _queue = new RabbitWorkQueue(options, messages, new EveryClaim(), TimeProvider.System);
        _worker = new RabbitWorker(
            options, new WorkerOptions { Concurrency = Steps }, messages, new PriorityWorkQueue(), _handler, new EveryClaim(), TimeProvider.System);
        _engine = new WorkflowEngine(_store, _queue, _handler, new DefinitionLoader(), TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _engine.DisposeAsync();
        await _queue.DisposeAsync();
        _store.Dispose();
    }

    [Fact(Timeout = 600_000)]
    public async Task Reports_of_steps_that_end_at_once_travel_together_and_all_of_them_count()
    {
        var messages = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == RabbitMQActivitySource.PublisherSourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = sent =>
            {
                if (sent.GetTagItem("messaging.rabbitmq.destination.routing_key") is string to && to.StartsWith($"{_prefix}.reports.", StringComparison.Ordinal))
                    Interlocked.Increment(ref messages);
            },
        };
        ActivitySource.AddActivityListener(listener);
        _worker.Start();
        var run = await _engine.StartAsync(new StartRun(Wide("tool: held")), Cancellation);
        await _handler.HoldsAsync(Steps, Cancellation);
        _handler.Release("held");
        var outcome = await run.Completion.WaitAsync(Cancellation);
        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        var state = await _engine.Reader.StateAsync(run.Id, null, Cancellation);
        state.Records.Select(static s => s.Output!.ToString()).Distinct().Count().ShouldBe(Steps);
        messages.ShouldBeInRange(1, Steps / 2);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_worker_that_is_gone_leaves_what_it_had_not_ended_and_nothing_else()
    {
        _worker.Start();
        await _engine.StartAsync(new StartRun(Wide("tool: held", "tool: long")), Cancellation);
        await _handler.HoldsAsync(Steps, Cancellation);
        _handler.Release("held");
        // An engine that has heard of all reports has confirmed none of them to the worker yet: that is what draining waits for.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        while (_worker.Count.Making > 1 || _queue.Out > 1)
            await timer.WaitForNextTickAsync(Cancellation);
        await _worker.DrainAsync(TimeSpan.FromMilliseconds(1));
        await _worker.DisposeAsync();
        await using var connection = await new ConnectionFactory { Uri = new Uri(RabbitServer.Shared.Address) }.CreateConnectionAsync(Cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        uint left;
        while ((left = await channel.MessageCountAsync($"{_prefix}.steps.code.normal", Cancellation)) == 0)
            await timer.WaitForNextTickAsync(Cancellation);
        left.ShouldBe(1u);
    }

    /// <summary>Steps beside each other, the first of which may be another.</summary>
    private static Axle.Workflows.Definition.Workflow Wide(string action, string? first = null)
    {
        var text = new StringBuilder("name: wide\nsteps:\n");
        for (var i = 0; i < Steps; i++)
            text.Append($"  - {{ key: s{i}, {(i == 0 ? first ?? action : action)} }}\n");
        return WorkflowReader.Read(text.ToString(), "wide.yaml").Workflow!;
    }

    /// <summary>Holds each step until its tool is released, and returns its address.</summary>
    private sealed class HeldHandler : IStepHandler
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _released = new();
        private readonly Channel<string> _holds = Channel.CreateUnbounded<string>();

        public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            _holds.Writer.TryWrite(context.Path);
            await Gate(((Axle.Workflows.Definition.ToolAction)context.Action).Tool).Task.WaitAsync(cancellationToken);
            return new StepResult(Payload.FromJson(Encoding.UTF8.GetBytes($"\"{context.Path}\"")));
        }

        public async Task HoldsAsync(int steps, CancellationToken cancellationToken)
        {
            for (var i = 0; i < steps; i++)
                await _holds.Reader.ReadAsync(cancellationToken);
        }

        public void Release(string tool) => Gate(tool).SetResult();

        private TaskCompletionSource Gate(string tool) =>
            _released.GetOrAdd(tool, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private sealed class EveryClaim : IEffectClaims
    {
        public ValueTask<EffectClaim> ClaimAsync(StepWork work, string claim, CancellationToken cancellationToken) => new(EffectClaim.Granted);
    }
}
