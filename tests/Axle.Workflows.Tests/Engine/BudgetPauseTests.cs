using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
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

    private static Step Agent(string key, params string[] dependsOn) => new() { Key = key, Action = new AgentAction(null, key), DependsOn = [.. dependsOn] };

    private void Spends(string path, int calls) =>
        _handler.On(path, (_, _) => ValueTask.FromResult(new StepResult(Value("1")) { Usage = new ModelUsage(0, 0, calls) }));

    private RunRow Row(RunId run) => _host.Do(() => _host.Store.FindRunAsync(run, CancellationToken.None).AsTask())!;
}
