using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>What a run may spend, and how it pauses when it has.</summary>
public sealed class BudgetPauseTests
{
    private static readonly RunBudget ThreeCalls = new(null, null, 3);
    private readonly ScriptedHandler _handler = new();
    private readonly WorkflowTestHost _host;

    public BudgetPauseTests() => _host = new WorkflowTestHost(_handler);

    [Fact]
    public void Of_several_retries_that_are_due_at_once_none_begins_when_the_budget_is_spent()
    {
        _handler.Fails("a", ErrorKind.Network, times: 1).Fails("b", ErrorKind.Network, times: 1);
        Spends("c", calls: 3);
        var retry = new RetryPolicy { MaxAttempts = 2, Jitter = 0 };
        var run = _host.Start(Of(Agent("a") with { Retry = retry }, Agent("b") with { Retry = retry }, Agent("c")) with { Budget = ThreeCalls });
        _host.Pass(TimeSpan.FromMinutes(1));
        Row(run.Id).Status.ShouldBe(RunStatus.Paused);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "b", "c"]);

        _host.Do(() => _host.Engine.SignalAsync(run.Id, RunSignals.Budget, """{"calls":10}"""));
        _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(run.Id))).Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "b", "c", "a", "b"]);
    }

    [Fact]
    public void What_was_spent_before_a_rollback_is_spent()
    {
        Spends("b", calls: 2);
        var done = _host.Run(Of(Tool("a"), Agent("b", "a"), Tool("c", "b")) with { Budget = ThreeCalls });
        done.Status.ShouldBe(RunStatus.Completed);
        GoBack(done.Run).Status.ShouldBe(RunStatus.Completed);
        GoBack(done.Run).Status.ShouldBe(RunStatus.Paused);
        _handler.Calls.Count(static c => c.Path == "b").ShouldBe(2);

        _host.Do(() => _host.Engine.SignalAsync(done.Run, RunSignals.Budget, """{"calls":5}"""));
        _host.RunUntilIdle();
        Row(done.Run).Status.ShouldBe(RunStatus.Completed);
        GoBack(done.Run).Status.ShouldBe(RunStatus.Paused, "the raised budget holds on, and is spent now");
        _handler.Calls.Count(static c => c.Path == "b").ShouldBe(3);

        RunOutcome GoBack(RunId run) => _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(run, from: "level-1")));
    }

    [Fact]
    public void A_call_that_would_go_beyond_a_budget_pauses_the_run_and_is_made_again_when_it_goes_on()
    {
        _handler.Fails("b", ErrorKind.BudgetSpent, times: 1);
        var run = _host.Start(Of(Tool("a"), Agent("b", "a"), Tool("c", "b")) with { Budget = ThreeCalls });
        _host.RunUntilIdle();
        (Row(run.Id).Status, Row(run.Id).Attention).ShouldBe((RunStatus.Paused, RunAttention.Budget));

        _host.Do(() => _host.Engine.SignalAsync(run.Id, RunSignals.Budget, """{"calls":10}"""));
        _host.Pass(TimeSpan.FromSeconds(1));

        Row(run.Id).Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "b", "b", "c"]);
    }

    [Fact]
    public void A_run_without_a_budget_of_its_own_pauses_alike_when_that_of_its_user_is_spent()
    {
        _handler.Fails("a", ErrorKind.BudgetSpent, times: 1).Fails("b", ErrorKind.BudgetSpent, times: 1);
        var run = _host.Start(Of(Agent("a"), Agent("b")));
        _host.RunUntilIdle();
        Row(run.Id).Status.ShouldBe(RunStatus.Paused);

        _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(run.Id))).Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).Order().ShouldBe(["a", "a", "b", "b"]);
    }

    [Fact]
    public void A_new_budget_has_a_run_go_on_that_paused_for_the_old_one_and_no_other()
    {
        var run = _host.Start(Of(Wait("a", "go"), Agent("b", "a")) with { Budget = ThreeCalls });
        _host.Do(() => _host.Engine.SignalAsync(run.Id, RunSignals.Pause));
        _host.RunUntilIdle();
        _host.Do(() => _host.Engine.SignalAsync(run.Id, RunSignals.Budget, """{"calls":5}""")).Row.Status.ShouldBe(RunStatus.Paused);
    }

    [Fact]
    public void A_new_budget_for_a_run_that_has_not_begun_is_ignored_with_the_reason()
    {
        var flow = Of(Wait("a", "go")) with { Concurrency = new RunConcurrency(Json("\"group\""), 1, ConcurrencyLimitChoice.Queue) };
        _host.Start(flow);
        var queued = _host.Start(flow);
        Row(queued.Id).Status.ShouldBe(RunStatus.Idle);
        _host.Do(() => _host.Engine.SignalAsync(queued.Id, RunSignals.Budget, """{"calls":5}"""));
        _host.Events(queued.Id).Select(static e => e.Event).OfType<SignalIgnored>().Single().Reason.ShouldContain("has not begun");
    }

    private static Step Agent(string key, params string[] dependsOn) => new() { Key = key, Action = new AgentAction(null, key), DependsOn = [.. dependsOn] };

    private void Spends(string path, int calls) =>
        _handler.On(path, (_, _) => ValueTask.FromResult(new StepResult(Value("1")) { Usage = new ModelUsage(0, 0, calls) }));

    private RunRow Row(RunId run) => _host.Do(() => _host.Store.FindRunAsync(run, CancellationToken.None).AsTask())!;
}
