using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

public sealed class ControlTests
{
    private readonly ScriptedHandler _handler = new();
    private readonly WorkflowTestHost _host;

    public ControlTests() => _host = new WorkflowTestHost(_handler);

    [Fact]
    public void A_paused_run_records_what_is_in_flight_and_starts_nothing_new()
    {
        _handler.On("a", async (context, _) =>
        {
            await _host.Engine.SignalAsync(context.RunId, RunSignals.Pause, """{"reason":"lunch"}""", "Ada", cancellationToken: CancellationToken.None);
            return new StepResult(Value("1"));
        });
        var outcome = _host.Run(Of(Tool("a"), Tool("b", "a")));
        outcome.Status.ShouldBe(RunStatus.Paused);
        outcome.Steps.Select(static s => s.Status).ShouldBe([StepStatus.Completed, StepStatus.Pending]);
        _host.Events(outcome.Run).Select(static e => e.Event).OfType<RunPaused>().Single().ShouldBe(new RunPaused("Ada", "lunch"));

        var resumed = _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(outcome.Run)));
        resumed.Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_run_that_is_paused_by_the_decision_that_begins_a_step_does_that_step_and_rests()
    {
        var go = new TaskCompletionSource();
        HoldingStore store = null!;
        _handler.On("a", async (_, _) =>
        {
            await go.Task;
            return new StepResult(Value("1"));
        });
        var host = new WorkflowTestHost(
            _handler, store: inner => store = new HoldingStore(inner, static a => a.Events.Any(static e => e.Event is StepCompleted { Path: "x" })));
        var handle = host.Do(() => host.Engine.StartAsync(new StartRun(Of(Tool("x"), Tool("a"), Tool("b", "a"), Tool("c", "b")))));
        host.RunUntilIdle();
        store.Holds.ShouldBeTrue();
        go.SetResult();
        host.RunUntilIdle();
        var pause = new RunSignal(handle.Id, "enough", RunSignals.Pause, Payload.EmptyObject, "Ada", host.Now);
        host.Do(async () =>
        {
            await host.Store.SendSignalAsync(pause, CancellationToken.None);
            return true;
        });
        host.RunUntilIdle();
        store.LetThrough();
        host.Wait(handle).Status.ShouldBe(RunStatus.Paused);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "x", "b"]);
        host.Events(handle.Id).Select(static e => e.Event).Where(static e => e is StepStarted { Path: "b" } or RunPaused or StepCompleted { Path: "b" })
            .Select(static e => e.GetType()).ShouldBe([typeof(StepStarted), typeof(RunPaused), typeof(StepCompleted)]);
    }

    [Fact]
    public void A_cancelled_run_ends_at_once_and_its_steps_are_told()
    {
        _handler.Hangs("a");
        var handle = _host.Do(() => _host.Engine.StartAsync(new StartRun(Of(Tool("a"), Tool("b", "a")))));
        _host.Do(() => _host.Engine.SignalAsync(handle.Id, RunSignals.Cancel)).Applied.ShouldBeTrue();
        var outcome = _host.Wait(handle);
        outcome.Status.ShouldBe(RunStatus.Cancelled);
        outcome.Steps.ShouldAllBe(static s => s.Status == StepStatus.Cancelled);
    }

    [Fact]
    public void A_run_that_nobody_executes_can_be_cancelled_too()
    {
        var paused = RunUntilPaused();
        var (row, applied) = _host.Do(() => _host.Engine.SignalAsync(paused.Run, RunSignals.Cancel));
        applied.ShouldBeTrue();
        row.Status.ShouldBe(RunStatus.Cancelled);
    }

    [Fact]
    public void A_signal_that_is_too_large_is_refused_before_it_is_stored()
    {
        var run = _host.Start(Of(Wait("a", "go")));
        var body = $"\"{new string('x', RunSignals.LargestBody)}\"";
        Should.Throw<AxleException>(() => _host.Do(() => _host.Engine.SignalAsync(run.Id, "go", body))).Message.ShouldContain("The body of signal 'go'");
        Should.Throw<AxleException>(() => _host.Do(() => _host.Engine.SignalAsync(run.Id, new string('n', 201)))).Message.ShouldContain("1 to 200 characters");
        _host.Do(() => _host.Store.ReadSignalsAsync(run.Id, CancellationToken.None).AsTask()).ShouldBeEmpty();
    }

    [Fact]
    public void A_failed_run_is_resumed_with_what_failed_and_keeps_what_was_done()
    {
        _handler.Fails("b", ErrorKind.Validation, times: 1);
        var failed = _host.Run(Of(Tool("a"), Tool("b", "a"), Tool("c", "b")));
        failed.Status.ShouldBe(RunStatus.Failed);
        var outcome = _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(failed.Run)));
        outcome.Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "b", "b", "c"]);
        Axle.Testing.Simulation.Checks.Invariants.Check(Of(Tool("a"), Tool("b", "a"), Tool("c", "b")), Row(failed.Run), _host.Events(failed.Run));
        var resumed = _host.Events(failed.Run).Single(static e => e.Event is RunResumed).Seq;
        _host.Do(() => _host.Engine.Reader.CheckpointsAsync(failed.Run, CancellationToken.None).AsTask())
            .Where(c => c.Seq > resumed).Select(static c => c.Name).ShouldBe(["level-2", "level-3"]);
    }

    [Fact]
    public void A_completed_run_cannot_be_resumed_without_a_checkpoint()
    {
        var done = _host.Run(Of(Tool("a")));
        var refusal = Should.Throw<AxleException>(() => _host.Do(() => _host.Engine.ResumeAsync(done.Run)));
        refusal.Error.Kind.ShouldBe(ErrorKind.Validation);
        refusal.Message.ShouldContain("--from");
    }

    [Fact]
    public void Every_level_leaves_a_checkpoint_and_the_run_goes_on_from_any_of_them()
    {
        var done = _host.Run(Of(Tool("a"), Tool("b", "a"), Tool("c", "b")));
        var checkpoints = _host.Do(() => _host.Engine.Reader.CheckpointsAsync(done.Run, CancellationToken.None).AsTask());
        checkpoints.Select(static c => c.Name).ShouldBe(["level-1", "level-2", "level-3"]);

        var again = _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(done.Run, from: "level-1")));
        again.Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "b", "c", "b", "c"]);
        _host.Events(done.Run).Select(static e => e.Event).OfType<RunRolledBack>().Single().Checkpoint.ShouldBe("level-1");
    }

    [Fact]
    public void A_named_checkpoint_can_be_set_and_gone_back_to()
    {
        var paused = RunUntilPaused();
        _host.Do(() => _host.Engine.SignalAsync(paused.Run, RunSignals.Checkpoint, """{"name":"before-b"}"""));
        _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(paused.Run))).Status.ShouldBe(RunStatus.Completed);
        _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(paused.Run, from: "before-b"))).Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "b", "b"]);
    }

    [Fact]
    public void Going_back_twice_counts_what_the_last_rollback_says()
    {
        var done = _host.Run(Of(Tool("a"), Tool("b", "a"), Tool("c", "b")));
        _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(done.Run, from: "level-2")));
        _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(done.Run, from: "level-1"))).Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "b", "c", "c", "b", "c"]);
    }

    [Fact]
    public void An_unknown_checkpoint_is_named_with_those_there_are()
    {
        var done = _host.Run(Of(Tool("a")));
        Should.Throw<AxleException>(() => _host.Do(() => _host.Engine.ResumeAsync(done.Run, from: "nowhere"))).Message.ShouldContain("level-1");
    }

    [Fact]
    public void An_unknown_run_is_not_found() =>
        Should.Throw<AxleException>(() => _host.Do(() => _host.Engine.ResumeAsync(new RunId("run-none")))).Error.Kind.ShouldBe(ErrorKind.NotFound);

    [Fact]
    public void A_signal_that_does_not_fit_is_used_up_without_effect()
    {
        var done = _host.Run(Of(Tool("a")));
        var events = _host.Events(done.Run).Count;
        _host.Do(() => _host.Engine.SignalAsync(done.Run, RunSignals.Pause)).Applied.ShouldBeTrue();
        _host.Events(done.Run).Count.ShouldBe(events);
    }

    [Fact]
    public void The_run_timeout_does_not_count_pauses()
    {
        var paused = RunUntilPaused(TimeSpan.FromHours(1));
        _host.Pass(TimeSpan.FromHours(2));
        _handler.On("b", Stubborn(first: TimeSpan.FromMinutes(1), then: TimeSpan.Zero));
        _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(paused.Run))).Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void A_step_timeout_does_not_count_pauses()
    {
        _handler.On("a", async (context, _) =>
        {
            if (context.Attempt > 1)
                return new StepResult(Value("1"));
            await _host.Engine.SignalAsync(context.RunId, RunSignals.Pause, cancellationToken: CancellationToken.None);
            throw new AxleException(ErrorKind.Network, "the line is down");
        });
        var paused = _host.Run(Of(Tool("a") with { Timeout = TimeSpan.FromMinutes(10) }));
        paused.Status.ShouldBe(RunStatus.Paused);
        _host.Pass(TimeSpan.FromHours(2));
        _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(paused.Run))).Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void What_an_attempt_brings_after_its_time_does_not_count()
    {
        _handler.On("a", Stubborn(first: TimeSpan.FromSeconds(90), then: TimeSpan.FromSeconds(50)));
        var outcome = _host.Run(Of(Tool("a") with { AttemptTimeout = TimeSpan.FromSeconds(60) }));
        outcome.Steps.Single().Output!.ToString().ShouldBe("2");
    }

    [Fact]
    public void What_an_attempt_brings_after_its_run_went_back_does_not_count()
    {
        _handler.On("a", Stubborn(first: TimeSpan.FromSeconds(30), then: TimeSpan.FromSeconds(60)));
        var handle = _host.Do(() => _host.Engine.StartAsync(new StartRun(Of(Tool("a")))));
        _host.Pass(TimeSpan.FromSeconds(1));
        _host.Do(() => _host.Engine.SignalAsync(handle.Id, RunSignals.Cancel));
        _host.Wait(handle).Status.ShouldBe(RunStatus.Cancelled);
        var outcome = _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(handle.Id, from: "1")));
        outcome.Steps.Single().Output!.ToString().ShouldBe("2");
    }

    /// <summary>Does not listen when it is cancelled, and returns which call it was.</summary>
    private Func<StepContext, CancellationToken, ValueTask<StepResult>> Stubborn(TimeSpan first, TimeSpan then)
    {
        var calls = 0;
        return async (_, _) =>
        {
            var call = ++calls;
            await Task.Delay(call == 1 ? first : then, _host.Time, CancellationToken.None);
            return new StepResult(Value($"{call}"));
        };
    }

    private RunOutcome RunUntilPaused(TimeSpan? timeout = null)
    {
        _handler.On("a", async (context, _) =>
        {
            await _host.Engine.SignalAsync(context.RunId, RunSignals.Pause, cancellationToken: CancellationToken.None);
            return new StepResult(Value("1"));
        });
        var outcome = _host.Run(Of(Tool("a"), Tool("b", "a")) with { Timeout = timeout });
        outcome.Status.ShouldBe(RunStatus.Paused);
        return outcome;
    }

    private RunRow Row(RunId run) => _host.Do(() => _host.Store.FindRunAsync(run, CancellationToken.None).AsTask())!;
}
