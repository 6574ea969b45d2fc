using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Axle.Chaos.Nodes;
using Axle.Client;
using Axle.Storage.Postgres;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Chaos.Load;

/// <summary>
/// Starts runs all the time, two of three through the API and one through the store, and gives them what they wait for. Whoever gets no answer asks again
/// with the same key, as a program does that must not lose anything.
/// </summary>
internal sealed class Runs : IAsyncDisposable
{
    private const int MostUnfinished = 80;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private readonly Installation _nodes;
    private readonly Action<string> _say;
    private readonly AxleClient _client;
    private readonly WorkflowEngine _door;
    private readonly ConcurrentDictionary<string, AcceptedRun> _accepted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _tasks = new();
    private int _unfinished;
    private long _asked;
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentQueue<string> _faults = new();

    /// <param name="nodes">What executes them.</param>
    /// <param name="api">Where the API is.</param>
    /// <param name="say">Told what no asking again mends.</param>
    public Runs(Installation nodes, Uri api, Action<string> say)
    {
        (_nodes, _say) = (nodes, say);
        _client = new AxleClient(new AxleClientOptions { Server = api, Token = nodes.Key });
        _door = new WorkflowEngine(
            nodes.Store, new PriorityWorkQueue(), new NobodyHandler(), new DefinitionLoader(), TimeProvider.System, new EngineOptions { LeavesRuns = true });
    }

    /// <summary>Runs whose start was acknowledged.</summary>
    public ICollection<AcceptedRun> Accepted => _accepted.Values;

    /// <summary>Runs that were begun and are not over.</summary>
    public int Unfinished => Volatile.Read(ref _unfinished);

    /// <summary>Requests that were made to the API.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>Requests, to the API or the store, that no good answer came to, and that were made again: what was said.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>What was answered that asking again does not mend.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Starts runs until it is told to stop.</summary>
    /// <param name="perSecond">How many; fewer when too many are under way.</param>
    /// <param name="stop">Ends the starting; what was begun goes on.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public async Task StartAsync(double perSecond, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond));
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            if (Volatile.Read(ref _unfinished) >= MostUnfinished)
                continue;
            Keep(DoAsync(ChaosWorkflow.All[i % ChaosWorkflow.All.Count], $"r{i.ToString(CultureInfo.InvariantCulture)}", isApi: i % 3 > 0, cancellationToken));
        }
    }

    /// <summary>Asks for lists of runs until it is told to stop.</summary>
    /// <param name="perSecond">How often.</param>
    /// <param name="stop">Ends the asking.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public async Task ListAsync(double perSecond, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond));
        while (!stop.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            Keep(UntilAnsweredAsync(async ask => await _client.Runs.ListAsync(null, ask).FirstOrDefaultAsync(ask), cancellationToken));
        }
    }

    /// <summary>Waits until every run that was begun to be started is started, and has what it waits for.</summary>
    public Task SettleAsync() => Task.WhenAll(_tasks.Keys);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _door.DisposeAsync();
    }

    private void Keep(Task task)
    {
        _tasks[task] = 0;
        task.ContinueWith(t => t.IsCompletedSuccessfully && _tasks.TryRemove(t, out _), TaskScheduler.Default);
    }

    private async Task DoAsync(ChaosWorkflow workflow, string key, bool isApi, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _unfinished);
        await Task.Yield();
        try
        {
            var id = isApi
                ? await UntilAnsweredAsync(async stop => (await _client.Runs.StartAsync(
                    new Client.Runs.StartRun { Workflow = workflow.Name, Apply = true }, key, stop)).Id, cancellationToken)
                : await UntilAnsweredAsync(stop => StoreAsync(workflow, key, stop), cancellationToken, isRequest: false);
            _accepted[key] = new AcceptedRun(id, key, workflow.Name, isApi ? "api" : "store");
            if (workflow.Needs == RunNeed.Signal)
                await UntilAnsweredAsync(stop => GiveAsync(id, _client.Runs.SignalAsync(id, "go", null, $"{key}-go", stop), stop), cancellationToken);
            else if (workflow.Needs == RunNeed.Approval)
                await UntilAnsweredAsync(stop => GiveAsync(id, _client.Approvals.ApproveAsync(id, cancellationToken: stop), stop), cancellationToken);
            await EndAsync(id, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            var status = fault is AxleClientException refused ? $" {refused.Status} {refused.Code}" : "";
            var told = $"{key} ({workflow.Name}): {fault.GetType().Name}{status}: {fault.Message}";
            _faults.Enqueue(told);
            _say(told);
        }
        finally
        {
            Interlocked.Decrement(ref _unfinished);
        }
    }

    private async Task<string> StoreAsync(ChaosWorkflow workflow, string key, CancellationToken cancellationToken)
    {
        var start = new StartRun(WorkflowReader.Read(workflow.Yaml, workflow.Name).Require())
        {
            Attributes = ImmutableDictionary<string, string>.Empty.Add("workspace", _nodes.Folder).Add(AxleOptions.AllowRunAttribute, "true"),
            Key = key,
        };
        return (await _door.StartAsync(start, cancellationToken)).Id.Value;
    }

    /// <summary>Has a run get what it waits for. A run that waits for nothing yet is asked again; one that has ended has had it.</summary>
    private async Task<string> GiveAsync(string run, Task giving, CancellationToken cancellationToken)
    {
        try
        {
            await giving;
            return run;
        }
        catch (AxleClientException refused) when (refused.Status == 409)
        {
            // It does not wait for it yet, or has had it.
            var now = await _client.Runs.GetAsync(run, cancellationToken);
            return now.HasEnded() || await IsPastAsync(run, cancellationToken) ? run : throw new NotYetException();
        }
    }

    private async Task<bool> IsPastAsync(string run, CancellationToken cancellationToken) =>
        (await _door.Reader.StateAsync(new RunId(run), null, cancellationToken)).Find("ask")?.EndedAt is not null;

    private async Task EndAsync(string run, CancellationToken cancellationToken)
    {
        while (!await IsOverAsync(run, cancellationToken))
            await Machine.Pause(1, cancellationToken);
    }

    private async Task<bool> IsOverAsync(string run, CancellationToken cancellationToken) => await UntilAnsweredAsync(
        async stop => await _nodes.Store.FindRunAsync(new RunId(run), stop) is { } row
            && (row.Status.IsEnded() || row.Attention.HasFlag(RunAttention.UnknownOutcome)),
        cancellationToken,
        isRequest: false);

    private async Task<T> UntilAnsweredAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken, bool isRequest = true)
    {
        while (true)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            if (isRequest)
                Interlocked.Increment(ref _asked);
            try
            {
                return await ask(patience.Token);
            }
            catch (NotYetException)
            {
                await Machine.Pause(0.3, cancellationToken);
            }
            catch (Exception trouble) when (!cancellationToken.IsCancellationRequested && IsPassing(trouble))
            {
                _failures.Enqueue($"{trouble.GetType().Name}: {trouble.Message}");
                await Machine.Pause(0.3, cancellationToken);
            }
        }
    }

    /// <summary>Whether asking again may help. Anything else is a fault of Axle.</summary>
    private static bool IsPassing(Exception trouble) => trouble switch
    {
        HttpRequestException or OperationCanceledException => true,
        AxleClientException refused => refused.Status is 429 or >= 500,
        AxleException fault => fault.Error.Kind is not ErrorKind.Validation,
        _ => false,
    };

    /// <summary>The run does not wait for what it is to get.</summary>
    private sealed class NotYetException : Exception;

    private sealed class NobodyHandler : IStepHandler
    {
        public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"Step '{context.Path}' is made by the door.");
    }
}
