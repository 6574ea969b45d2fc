using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Axle.Workflows.Runs.Snapshots;

namespace Axle.Workflows.Tests.Engine;

/// <summary>A run with a long history is opened without reading all of it. That what is read is the same, the simulation checks after every commit.</summary>
public sealed class SnapshotTests
{
    private const int After = 50;
    private readonly ScriptedHandler _handler = new();
    private WatchedStore _store = null!;

    [Fact]
    public void A_long_loop_whose_process_died_is_opened_by_its_last_events()
    {
        var host = Host(static s => s);
        host.CrashAfter(static e => e is ScopeOpened { Scope: "400" });
        var run = host.Start(Rounds(500));
        run.State.Status.ShouldBe(RunStatus.Completed, run.State.Error?.Message);
        run.State.Outputs!.ToString().ShouldBe("""{"rounds":500}""");
        run.State.LastSeq.ShouldBeGreaterThan(2_000);
        _store.Opened.ShouldHaveSingleItem().ShouldBeLessThan(500);
        _handler.Calls.Count.ShouldBeInRange(500, 501);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("""{"form":0}""")]
    public void One_that_this_version_cannot_read_is_not_needed(string other)
    {
        var host = Host(snapshot => new RunSnapshot(snapshot.Seq, System.Text.Encoding.UTF8.GetBytes(other)));
        host.CrashAfter(static e => e is ScopeOpened { Scope: "40" });
        var run = host.Start(Rounds(50));
        run.State.Status.ShouldBe(RunStatus.Completed, run.State.Error?.Message);
        run.State.Outputs!.ToString().ShouldBe("""{"rounds":50}""");
        _store.Opened.ShouldHaveSingleItem();
    }

    [Fact]
    public void After_going_back_the_events_tell()
    {
        var host = Host(static s => s);
        var workflow = Rounds(50) with { Steps = [.. Rounds(50).Steps, Flows.Wait("wait", "never") with { DependsOn = ["go"] }] };
        var handle = host.Do(() => host.Engine.StartAsync(new StartRun(workflow)));
        host.RunUntilIdle();
        host.Crash();
        host.Do(() => host.Engine.ResumeAsync(handle.Id, from: "20"));
        host.RunUntilIdle();
        host.Crash();
        host.Do(() => host.Engine.ResumeAsync(handle.Id));
        host.RunUntilIdle();
        var state = host.Do(() => host.Engine.Reader.StateAsync(handle.Id, null, CancellationToken.None).AsTask());
        state.Find("wait")!.Status.ShouldBe(StepStatus.Waiting);
        state.Find("go")!.Output!.ToString().ShouldContain("50");
    }

    [Fact]
    public void All_snapshots_of_a_large_state_cost_about_as_much_as_the_history()
    {
        var outcome = Host(static s => s).Run(WorkflowReader.Read(
            $$$"""
            name: many
            inputs: { items: { type: array } }
            steps: [{ key: each, forEach: { items: "${{ inputs.items }}", concurrency: 10, steps: [{ key: work, tool: work, with: { item: "${{ item }}" } }] } }]
            """, "many.yaml").Require(), Flows.Value($$"""{"items":[{{string.Join(',', Enumerable.Range(0, 3_000))}}]}"""));
        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        _store.Snapshots.Count.ShouldBeGreaterThan(5);
        _store.Snapshots.Sum().ShouldBeLessThan(_store.Events * 3 / 2);
    }

    private WorkflowTestHost Host(Func<RunSnapshot, RunSnapshot> read) => new(
        _handler, new EngineOptions { Random = new Random(1), SnapshotAfter = After }, inner => _store = new WatchedStore(inner, read, _store));

    private static Workflow Rounds(int count) => WorkflowReader.Read(
        $$$"""
        name: long
        steps:
          - key: go
            loop: { while: "loop.index < {{{count}}}", maxIterations: 100000, steps: [{ key: work, tool: work }] }
        outputs: { rounds: "${{ steps.go.output.rounds }}" }
        """, "long.yaml").Require();

    /// <summary>A store that takes note of what is read and written of runs.</summary>
    private sealed class WatchedStore(IRunStore inner, Func<RunSnapshot, RunSnapshot> read, WatchedStore? before) : DelegatingRunStore(inner)
    {
        /// <summary>Events that were read of each run that was opened.</summary>
        public List<int> Opened { get; } = before?.Opened ?? [];

        /// <summary>Bytes of each snapshot.</summary>
        public List<long> Snapshots { get; } = [];

        /// <summary>Bytes of all events.</summary>
        public long Events { get; private set; }

        public override async ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken) =>
            Note(await base.OpenAsync(run, cancellationToken));

        public override async ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
            [.. (await base.OpenDueAsync(now, limit, cancellationToken)).Select(Note)];

        public override ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken)
        {
            Events += append.Events.Sum(static e => (long)RunEventJson.Write(e.Event).Length);
            if (append.Snapshot is { } snapshot)
                Snapshots.Add(snapshot.Data.Length);
            return base.AppendAsync(append, cancellationToken);
        }

        private OpenedRun Note(OpenedRun opened)
        {
            Opened.Add(opened.Events.Count);
            return opened with { Snapshot = opened.Snapshot is { } snapshot ? read(snapshot) : null };
        }
    }
}
