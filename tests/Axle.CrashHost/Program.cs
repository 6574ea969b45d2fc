using System.Collections.Immutable;
using Axle;
using Axle.CrashHost.Spending;
using Axle.CrashHost.Torture;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Data.Sqlite;

// A process to be killed: executes a run of 40 steps on SQLite and says on its standard output what it does, line by line.
//   Axle.CrashHost start|stall|resume|hang|guest|heir DATABASE RUN
// The database is a file, or postgres://… One that stalls goes on in the midst of the run when it is told to on its standard input. An heir waits for a
// run to lose its process, and goes on with it.
// Or many runs of every sort, killed again and again: see Torture.
if (args is ["torture", .. var torture])
    return await TortureCommand.RunAsync(torture);
// Or it spends money on models: see Spending.
if (args is ["spend" or "spend-and-stall", var ledger, var session])
    return await SpendCommand.RunAsync(ledger, session, answers: args[0] == "spend" ? int.MaxValue : 40);
// Or it asks a model whose limit is shared.
if (args is ["ask" or "ask-and-stall", var shared, _])
    return await LimitedCommand.RunAsync(shared, answers: args[0] == "ask" ? int.MaxValue : 10);
var (verb, database, run) = (args[0], args[1], new RunId(args[2]));
// A guest lives in a host that has used SQLite before Axle came.
using var other = new SqliteConnection("Data Source=:memory:");
if (verb == "guest")
    other.Open();
var store = TortureFiles.OpenStore(database);
await using var closing = (IAsyncDisposable)store;
var options = new EngineOptions { Actor = $"host {Environment.ProcessId}", StepConcurrency = 4, TakeUp = verb == "heir" };
var handler = new TellingHandler(hangs: verb == "hang", stalls: verb == "stall");
await using var engine = new WorkflowEngine(store, new PriorityWorkQueue(), handler, new DefinitionLoader(), TimeProvider.System, options);
try
{
    if (verb == "heir")
    {
        Tell("waiting");
        while (await store.FindRunAsync(run, CancellationToken.None) is not { Status: RunStatus.Completed })
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        Tell("ended Completed");
        return 0;
    }

    var handle = verb == "resume"
        ? await engine.ResumeAsync(run)
        : await engine.StartAsync(new StartRun(Grid()) { Id = run });
    Tell("running");
    var outcome = await handle.Completion;
    Tell($"ended {outcome.Status}");
    return 0;
}
catch (RunHeldException held)
{
    Tell($"held {held.Owner}");
    return 5;
}
catch (RunConflictException)
{
    Tell("let go");
    return 6;
}
catch (AxleException exception)
{
    Tell($"error {exception.Error.Kind}");
    return 4;
}

static void Tell(string line)
{
    Console.Out.WriteLine(line);
    Console.Out.Flush();
}

// Ten levels of four steps; each step waits for two of the level before.
static Workflow Grid() => new()
{
    Name = "grid",
    Steps = [.. Enumerable.Range(0, 40).Select(static i => new Step
    {
        Key = $"s{i}",
        Action = new ToolAction("tell"),
        DependsOn = i < 4 ? [] : ImmutableArray.Create($"s{i - 4}", $"s{(i / 4 * 4) - 4 + ((i + 1) % 4)}").Distinct().ToImmutableArray(),
    })],
};

internal sealed class TellingHandler(bool hangs, bool stalls) : IStepHandler
{
    // What depends on it is stalled, too.
    private const string Stalling = "s16";
    private readonly Lazy<Task> _told = new(static () => Task.Run(Console.In.ReadLine));

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        Console.Out.WriteLine($"begin {context.Path}");
        Console.Out.Flush();
        if (hangs)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        if (stalls && context.Key == Stalling)
            await _told.Value;
        await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellationToken);
        return new StepResult(Payload.FromJson("true"u8));
    }
}
