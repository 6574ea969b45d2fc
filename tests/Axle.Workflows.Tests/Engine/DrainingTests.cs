using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>An engine that is to stop leaves its runs to others.</summary>
public sealed class DrainingTests
{
    private static readonly RunId Run = new("run-pays");
    private readonly TaskCompletionSource<StepResult> _paid = new();
    private readonly TaskCompletionSource<StepResult> _beside = new();
    private readonly ScriptedHandler _handler = new();
    private readonly WorkflowTestHost _host;
    private Task<bool> _draining = Task.FromResult(false);

    public DrainingTests()
    {
        _handler.On("pay", (_, _) => new ValueTask<StepResult>(_paid.Task));
        _handler.On("beside", (_, _) => new ValueTask<StepResult>(_beside.Task));
        _host = new WorkflowTestHost(_handler, new EngineOptions { Random = new Random(1), TakeUp = true, TakeUpEvery = Timeout.InfiniteTimeSpan });
    }

    [Fact]
    public void An_effect_that_must_happen_at_most_once_ends_first_and_the_rest_is_done_by_who_comes_next()
    {
        Start(StepEffect.Once);
        _draining.IsCompleted.ShouldBeFalse();
        _paid.SetResult(new StepResult(Value("true")));
        _host.Do(() => _draining).ShouldBeTrue();
        _handler.Calls.ShouldHaveSingleItem();
        _host.Crash();
        _host.RunUntilIdle();
        _handler.Calls.Select(static c => c.Path).ShouldBe(["pay", "after"]);
        _host.Do(() => _host.Store.FindRunAsync(Run, CancellationToken.None).AsTask())!.Status.ShouldBe(RunStatus.Completed);
        _host.Events(Run).ShouldNotContain(static e => e.Event is StepUnresolved);
    }

    /// <summary>It would be cut off in its midst, and nobody would know whether it had happened.</summary>
    [Fact]
    public void While_an_effect_is_waited_for_no_other_begins()
    {
        Start(Tool("pay") with { Effect = StepEffect.Once }, Tool("beside"), Tool("ship", "beside") with { Effect = StepEffect.Once });
        _beside.SetResult(new StepResult(Value("true")));
        _host.RunUntilIdle();
        Made().ShouldBe(["beside", "pay"]);
        _paid.SetResult(new StepResult(Value("true")));
        _host.Do(() => _draining).ShouldBeTrue();
        Made().ShouldBe(["beside", "pay"]);
        _host.Crash();
        _host.RunUntilIdle();
        Made().ShouldBe(["beside", "pay", "ship"], "what ended while it was left is kept, and the rest is done by who comes next");
        _host.Do(() => _host.Store.FindRunAsync(Run, CancellationToken.None).AsTask())!.Status.ShouldBe(RunStatus.Completed);
        _host.Events(Run).ShouldNotContain(static e => e.Event is StepUnresolved);
    }

    [Fact]
    public void Another_effect_is_not_waited_for_and_made_again()
    {
        Start(StepEffect.Idempotent);
        _host.Do(() => _draining).ShouldBeTrue();
        _paid.SetResult(new StepResult(Value("true")));
        _host.Crash();
        _host.RunUntilIdle();
        _handler.Calls.Select(static c => c.Path).ShouldBe(["pay", "pay", "after"]);
        _host.Do(() => _host.Store.FindRunAsync(Run, CancellationToken.None).AsTask())!.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void What_takes_longer_than_it_may_is_left_as_it_is()
    {
        Start(StepEffect.Once);
        _host.Do(() => _draining).ShouldBeFalse();
    }

    private IEnumerable<string> Made() => _handler.Calls.Select(static c => c.Path).Order(StringComparer.Ordinal);

    private void Start(StepEffect effect) => Start(Tool("pay") with { Effect = effect }, Tool("after", "pay"));

    /// <summary>Starts a run whose first steps are under way, and has its engine leave.</summary>
    private void Start(params Step[] steps)
    {
        _host.Start(new StartRun(Of(steps)) { Id = Run });
        _host.RunUntilIdle();
        _host.Do(() =>
        {
            _draining = _host.Engine.DrainAsync(TimeSpan.FromMinutes(1));
            return Task.FromResult(true);
        });
        _host.RunUntilIdle();
    }
}
