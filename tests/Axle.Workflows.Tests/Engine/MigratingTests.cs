using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>Runs that go on under another definition than the one they began with.</summary>
public sealed class MigratingTests
{
    private readonly ScriptedHandler _handler = new();
    private readonly WorkflowTestHost _host;

    public MigratingTests() => _host = new WorkflowTestHost(_handler);

    [Fact]
    public void A_step_that_the_new_definition_undoes_no_more_is_not_undone()
    {
        _handler.Fails("c", ErrorKind.Validation);
        var run = StartAndPause(Of(Tool("a") with { Compensate = Tool("undo") }, Wait("w", "go") with { DependsOn = ["a"] }, Tool("c", "w")));
        Migrate(run, Of(Tool("a"), Wait("w", "go") with { DependsOn = ["a"] }, Tool("c", "w"))).Faults.ShouldBeEmpty();
        GoOn(run, signals: 1).ShouldBe(RunStatus.Failed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "c"]);
    }

    [Fact]
    public void A_branch_that_is_new_runs_beside_those_that_run_already_wherever_it_stands()
    {
        var run = StartAndPause(Of(Parallel("a", "b")));
        Migrate(run, Of(Parallel("x", "a", "b"))).Faults.ShouldBeEmpty();
        GoOn(run, signals: 3).ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).Order().ShouldBe(["par[a]/t", "par[b]/t", "par[x]/t"]);
    }

    [Fact]
    public void Items_in_batches_of_one_size_do_not_go_on_in_batches_of_another()
    {
        var run = StartAndPause(Of(Each(batchSize: 1)));
        Migrate(run, Of(Each(batchSize: 2))).Faults.Single().ShouldContain("'each' has begun with batches of 1");
        GoOn(run, signals: 4).ShouldBe(RunStatus.Completed);
    }

    private static Step Parallel(params string[] branches) => new()
    {
        Key = "par",
        Action = new ParallelAction([.. branches.Select(static b => new ParallelBranch(b, [Wait("w", "go"), Tool("t", "w")]))]),
    };

    private static Step Each(int batchSize) => new()
    {
        Key = "each",
        Action = new ForEachAction { Items = Json("[1,2,3,4]"), Steps = [Wait("w", "go")], BatchSize = batchSize },
    };

    private RunId StartAndPause(Workflow workflow)
    {
        var run = _host.Start(workflow);
        _host.Do(() => _host.Engine.SignalAsync(run.Id, RunSignals.Pause));
        _host.RunUntilIdle();
        return run.Id;
    }

    private MigrationCheck Migrate(RunId run, Workflow workflow) => _host.Do(() => _host.Engine.MigrateAsync(run, workflow));

    private RunStatus GoOn(RunId run, int signals)
    {
        _host.Do(() => _host.Engine.ResumeAsync(run));
        for (var i = 0; i < signals; i++)
            _host.Do(() => _host.Engine.SignalAsync(run, "go"));
        _host.RunUntilIdle();
        return _host.Do(() => _host.Store.FindRunAsync(run, CancellationToken.None).AsTask())!.Status;
    }
}
