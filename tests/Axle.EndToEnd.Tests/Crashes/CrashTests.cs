using System.Collections.Concurrent;
using Axle.Storage.Sqlite;
using Axle.Testing.Simulation.Checks;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.EndToEnd.Tests.Crashes;

/// <summary>Real processes, a real file, and kill -9.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-crash-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.FullName, "axle.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 600_000)]
    public async Task Runs_killed_at_50_random_moments_all_complete_after_a_resume_and_no_completed_step_runs_again()
    {
        // The moments are random but the same each time: after how many lines of the 41 the process is killed.
        var random = new Random(20261121);
        for (var i = 0; i < 50; i++)
            await KillAndResumeAsync(new RunId($"run-{i}"), random.Next(1, 42));
    }

    [Fact(Timeout = 600_000)]
    public async Task Two_processes_cannot_both_advance_a_run()
    {
        var run = new RunId("run-held");
        using var first = CrashHost.Start("hang", Database, run);
        await first.ReadAsync(2, Cancellation);
        using var second = CrashHost.Start("resume", Database, run);
        (await second.ReadAsync(10, Cancellation)).ShouldHaveSingleItem().ShouldStartWith("held process ");
        (await second.WaitAsync(Cancellation)).ShouldBe(5);
        await first.KillAsync(Cancellation);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_host_that_used_sqlite_before_is_no_obstacle()
    {
        using var guest = CrashHost.Start("guest", Database, new RunId("run-guest"));
        (await guest.ReadAsync(int.MaxValue, Cancellation))[^1].ShouldBe("ended Completed");
        (await guest.WaitAsync(Cancellation)).ShouldBe(0);
    }

    private async Task KillAndResumeAsync(RunId run, int afterLines)
    {
        using (var victim = CrashHost.Start("start", Database, run))
        {
            await victim.ReadAsync(afterLines, Cancellation);
            await victim.KillAsync(Cancellation);
        }

        // The heir is this process: one more of its own each time would prove no more.
        await using var store = SqliteRunStore.Open(Database);
        var completed = (await store.ReadEventsAsync(run, 0, Cancellation))
            .Select(static e => e.Event).OfType<StepCompleted>().Select(static e => e.Path).ToArray();
        var heir = new NotingHandler();
        await using (var engine = new WorkflowEngine(store, new PriorityWorkQueue(), heir, new DefinitionLoader(), TimeProvider.System))
            await ResumeAsync(engine, run, completed.Length, afterLines);
        heir.Begun.Intersect(completed).ShouldBeEmpty();
        await CheckAsync(store, run);
    }

    private static async Task ResumeAsync(WorkflowEngine engine, RunId run, int completed, int afterLines)
    {
        try
        {
            var outcome = await (await engine.ResumeAsync(run, cancellationToken: Cancellation)).Completion.WaitAsync(Cancellation);
            outcome.Status.ShouldBe(RunStatus.Completed, $"Run {run}, killed after {afterLines} lines");
        }
        catch (AxleException) when (completed == 40)
        {
            // It had ended before it was killed.
        }
    }

    private static async Task CheckAsync(SqliteRunStore store, RunId run)
    {
        var row = (await store.FindRunAsync(run, Cancellation))!;
        row.Status.ShouldBe(RunStatus.Completed);
        var events = await store.ReadEventsAsync(run, 0, Cancellation);
        Invariants.Check(await DefinitionAsync(store, row), row, events);
        events.Count(static e => e.Event is StepCompleted).ShouldBe(40);
    }

    private static async Task<Workflow> DefinitionAsync(SqliteRunStore store, RunRow row) =>
        new DefinitionLoader().Load((await store.FindDefinitionAsync(row.Definition, Cancellation))!);

    /// <summary>Writes down which steps it begins.</summary>
    private sealed class NotingHandler : IStepHandler
    {
        public ConcurrentBag<string> Begun { get; } = [];

        public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            Begun.Add(context.Path);
            return new(new StepResult(Payload.FromJson("true"u8)));
        }
    }
}
