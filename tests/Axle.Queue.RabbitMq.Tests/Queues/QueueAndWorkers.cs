using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Axle.Queue.RabbitMq.Engines;
using Axle.Queue.RabbitMq.Workers;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Remote;
using Axle.Workflows.Resilience.Bulkheads;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Queue.RabbitMq.Tests.Queues;

/// <summary>
/// The queue of an engine and workers, in this process around a real broker, without runs: steps are handed out, and what came of them is heard there.
/// </summary>
internal sealed class QueueAndWorkers : IAsyncDisposable
{
    private static int _installations;
    private readonly List<IAsyncDisposable> _open = [];
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<RunCommand>> _ended = new(StringComparer.Ordinal);
    private readonly RabbitOptions _options;
    private readonly MemoryRunStore _store = new(new MemoryDisk(), "memory");

    public QueueAndWorkers(Func<RabbitOptions, RabbitOptions>? with = null, IPayloadCodec? codec = null, BulkheadPools? bulkheads = null)
    {
        Assert.SkipWhen(RabbitServer.Shared.Missing is not null, RabbitServer.Shared.Missing ?? "");
        _patience.CancelAfter(TimeSpan.FromMinutes(8));
        var options = Patient.Options($"queue-{Environment.ProcessId}-{Interlocked.Increment(ref _installations)}") with
        {
            Codec = codec,
            Note = note => TestContext.Current.SendDiagnosticMessage(note),
        };
        _options = with?.Invoke(options) ?? options;
        Queue = new RabbitWorkQueue(_options, Messages(), new Granting(), TimeProvider.System, null, bulkheads);
        Queue.Connect(Report);
        _open.Add(Queue);
    }

    public RabbitWorkQueue Queue { get; }

    public CancellationToken Cancellation => _patience.Token;

    /// <summary>Begins to make steps.</summary>
    public RabbitWorker StartWorker(int concurrency, Func<StepContext, CancellationToken, Task> make)
    {
        var worker = new RabbitWorker(
            _options, new WorkerOptions { Pools = [WorkPools.Code], Concurrency = concurrency }, Messages(), new PriorityWorkQueue(), new Making(make),
            new Granting(), TimeProvider.System);
        _open.Add(worker);
        worker.Start();
        return worker;
    }

    /// <summary>Begins to take steps by hand, once the queue is there.</summary>
    public async Task<WorkerByHand> StartWorkerByHandAsync()
    {
        // The queue is made when the first step is handed out and made.
        await using (var first = StartWorker(1, static (_, _) => Task.CompletedTask))
            await MakeAsync("nobody", 0);
        return await WorkerByHand.StartAsync(_options.Prefix, Cancellation);
    }

    /// <summary>What came of all that was handed out.</summary>
    public Task<RunCommand[]> AllAsync() => Task.WhenAll(_ended.Values.Select(static e => e.Task)).WaitAsync(Cancellation);

    /// <summary>Waits until the engine has heard what came of steps.</summary>
    /// <param name="names">The names of their handing out.</param>
    public Task HeardAsync(IEnumerable<string> names) => Task.WhenAll(names.Select(name => _ended[name.Split('/')[0]].Task)).WaitAsync(Cancellation);

    /// <summary>Hands out a step of a tenant.</summary>
    /// <returns>What came of it.</returns>
    public Task<RunCommand> MakeAsync(string tenant, int number) => _ended[HandOut(tenant, number).Context.Path].Task.WaitAsync(Cancellation);

    /// <summary>Hands out a step of a tenant, without waiting for it.</summary>
    public StepWork HandOut(string tenant, int number, StepEffect effect = StepEffect.Idempotent, string? bulkhead = null)
    {
        var work = new StepWork(Context(tenant, $"{tenant}-{number}") with { Effect = effect, Bulkhead = bulkhead }, 1, number + 1) { Seq = 1 };
        _ended[work.Context.Path] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue.EnqueueAsync(work, Cancellation).AsTask().IsCompletedSuccessfully.ShouldBeTrue("the queue takes steps in at once");
        return work;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
            await open.DisposeAsync();
        _store.Dispose();
        _patience.Dispose();
    }

    private static StepContext Context(string tenant, string name) => new()
    {
        RunId = new RunId(name),
        Workflow = "steps",
        Path = name,
        Key = name,
        Attempt = 1,
        Action = new CodeAction(CodeLanguage.Python, ""),
        Input = Payload.EmptyObject,
        Attributes = ImmutableDictionary<string, string>.Empty.Add("tenant", tenant),
        Ended = [],
        Upstream = [],
    };

    private StepMessages Messages() => new(new RunReader(_store, new DefinitionLoader()), _options.Codec, TimeProvider.System);

    private bool Report(StepWork work, RunCommand command) => command is TakeUpStep || _ended[work.Context.Path].TrySetResult(command);

    private sealed class Making(Func<StepContext, CancellationToken, Task> make) : IStepHandler
    {
        public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            await make(context, cancellationToken);
            return new StepResult(Payload.From(JsonSerializer.SerializeToElement($"made {context.Path}")));
        }
    }

    private sealed class Granting : IEffectClaims
    {
        public ValueTask<EffectClaim> ClaimAsync(StepWork work, string claim, CancellationToken cancellationToken) => new(EffectClaim.Granted);
    }
}
