using System.Globalization;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.CrashHost.Torture;

/// <summary>
/// The process that is killed again and again. It goes on with what its predecessors left, keeps runs in flight, sends the signals that are
/// waited for, and answers for effects whose outcome nobody knows.
/// </summary>
internal sealed class TortureWorker : IAsyncDisposable
{
    private const int InFlight = 24;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);
    private readonly TortureFiles _files;
    private readonly IReadOnlyList<TortureCase> _cases;
    private readonly Ledger _effects;
    private readonly Ledger _acknowledged;
    private readonly IRunStore _store;
    private readonly WorkflowEngine _engine;

    public TortureWorker(TortureFiles files, IReadOnlyList<TortureCase> cases)
    {
        _files = files;
        _cases = cases;
        _effects = new Ledger(files.Effects);
        _acknowledged = new Ledger(files.Acknowledged);
        _store = TortureFiles.OpenStore(files.Database);
        var options = new EngineOptions { Actor = $"host {Environment.ProcessId}", StepConcurrency = 16, TakeUp = true };
        _engine = new WorkflowEngine(_store, new PriorityWorkQueue(), new EffectHandler(_effects, Say), new DefinitionLoader(), TimeProvider.System, options);
    }

    /// <summary>Works until all runs have ended; starts new ones all the time, unless it is told to only finish.</summary>
    public async Task RunAsync(bool finish)
    {
        Say("up");
        var number = Ledger.Read(_files.Acknowledged).Length;
        while (true)
        {
            var open = await OpenRunsAsync();
            if (finish && open.Count == 0)
                break;
            for (var i = open.Count; i < InFlight && !finish; i++)
                await StartAsync(number++);
            foreach (var row in open)
                await AttendAsync(row);
            await Task.Delay(LookAgainAfter, TimeProvider.System);
        }

        Say("finished");
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await ((IAsyncDisposable)_store).DisposeAsync();
        _effects.Dispose();
        _acknowledged.Dispose();
    }

    private static void Say(string line)
    {
        // One write a line, also when several steps speak at once.
        Console.Out.Write(line + '\n');
        Console.Out.Flush();
    }

    private async Task StartAsync(int number)
    {
        var what = _cases[number % _cases.Count];
        var run = new RunId(string.Create(CultureInfo.InvariantCulture, $"{what.Name}-{number}"));
        try
        {
            await _engine.StartAsync(new StartRun(what.Workflow) { Id = run });
        }
        catch (RunConflictException)
        {
            // A predecessor started it, and died before it could write that down.
        }

        _acknowledged.Add(run.Value);
        Say($"started {run}");
    }

    private async Task<IReadOnlyList<RunRow>> OpenRunsAsync() => await _store.ListRunsAsync(
        new RunQuery([RunStatus.Idle, RunStatus.Executing, RunStatus.Paused, RunStatus.Compensating], Limit: 1000), CancellationToken.None);

    /// <summary>Does what a person or another system would do for the run.</summary>
    private async Task AttendAsync(RunRow row)
    {
        if (TortureCases.Of(row.Run.Value).WaitsForSignal)
            await _engine.SignalAsync(row.Run, "go", """{"go":true}""", signalId: "go");
        if (row.Attention.HasFlag(RunAttention.Approval))
            await _engine.SignalAsync(row.Run, RunSignals.Answer, """{"path":"ask","decision":"approve"}""");
        if (row.Attention.HasFlag(RunAttention.UnknownOutcome))
            await ResolveAsync(row.Run);
    }

    /// <summary>Looks at the world to say whether an effect took place that must not happen twice.</summary>
    private async Task ResolveAsync(RunId run)
    {
        var seen = Ledger.Read(_files.Effects).Select(Effect.Parse).Where(e => e.Run == run.Value).Select(static e => e.Path).ToHashSet();
        foreach (var step in (await _engine.Reader.StateAsync(run, null, CancellationToken.None)).Records.Where(static s => s.Status == StepStatus.Unresolved))
        {
            var outcome = seen.Contains(step.Path) ? "completed" : "retry";
            await _engine.SignalAsync(run, RunSignals.Resolve, $$"""{ "path": "{{step.Path}}", "outcome": "{{outcome}}", "output": { "ok": true } }""");
        }
    }
}
