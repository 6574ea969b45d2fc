using System.Globalization;
using Axle.Testing.Hosting;
using Axle.Testing.Simulation;
using Axle.Testing.Simulation.Checks;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>Rollbacks to every kind of place, also long after.</summary>
public sealed class GoingBackTests
{
    private readonly ScriptedHandler _handler = new();
    private readonly WorkflowTestHost _host;

    public GoingBackTests() => _host = new WorkflowTestHost(_handler);

    [Fact]
    public void Time_limits_do_not_count_the_time_between_a_checkpoint_and_going_back_to_it()
    {
        var workflow = Of(Tool("a"), Tool("b", "a") with { Timeout = TimeSpan.FromMinutes(5) }) with { Timeout = TimeSpan.FromHours(1) };
        var done = _host.Run(workflow);
        _host.Pass(TimeSpan.FromDays(2));
        var inFlight = SeqOf(done.Run, static e => e is StepStarted { Path: "b" });
        foreach (var from in (string[])["level-1", inFlight])
            GoBack(done.Run, from).Status.ShouldBe(RunStatus.Completed, from);
    }

    [Fact]
    public void A_run_goes_on_from_every_event_but_a_completion()
    {
        _handler.Fails("a", ErrorKind.Network, times: 2).Fails("c", ErrorKind.Validation).Fails("d", ErrorKind.Validation);
        var workflow = Of(
            Tool("a") with { Retry = new RetryPolicy { MaxAttempts = 2 }, Fallbacks = [new Fallback(new ToolAction("other"), null, null, null)] },
            Tool("b", "a"),
            Tool("c", "a") with { OnError = [new ErrorHandler([], [Tool("mend")])] },
            Tool("d", "c") with { ContinueOnError = true });
        var done = _host.Run(workflow);
        done.Status.ShouldBe(RunStatus.Completed);
        var last = _host.Events(done.Run).Count;
        for (var seq = 1; seq < last; seq++)
        {
            GoBack(done.Run, seq.ToString(CultureInfo.InvariantCulture)).Status.ShouldBe(RunStatus.Completed, $"from event {seq}");
            Invariants.Check(workflow, _host.Do(() => _host.Store.FindRunAsync(done.Run, CancellationToken.None).AsTask())!, _host.Events(done.Run));
        }

        Should.Throw<AxleException>(() => GoBack(done.Run, last.ToString(CultureInfo.InvariantCulture))).Message.ShouldContain("completed");
    }

    [Fact]
    public void A_fork_does_not_begin_where_the_run_was_undoing_what_it_did()
    {
        _handler.Fails("b", ErrorKind.Validation);
        var failed = _host.Run(Of(Tool("a") with { Compensate = Tool("undo") }, Tool("b", "a")));
        var seq = _host.Events(failed.Run).Single(static e => e.Event is CompensationStarted).Seq;
        Should.Throw<AxleException>(() => _host.Do(() => _host.Engine.ForkAsync(new ForkRequest(failed.Run) { At = seq })))
            .Message.ShouldContain("was undoing what it did");
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "b", "a/compensate/undo"]);
        _host.Do(() => _host.Engine.ForkAsync(new ForkRequest(failed.Run) { At = seq - 1 }));
    }

    [Fact]
    public void A_cancelled_run_gone_back_to_its_end_does_what_was_not_done()
    {
        _handler.Hangs("a");
        var handle = _host.Do(() => _host.Engine.StartAsync(new StartRun(Of(Tool("a"), Tool("b", "a")))));
        _host.Do(() => _host.Engine.SignalAsync(handle.Id, RunSignals.Cancel));
        _host.Wait(handle).Status.ShouldBe(RunStatus.Cancelled);
        _handler.Returns("a", 1);
        var outcome = GoBack(handle.Id, SeqOf(handle.Id, static e => e is RunCancelled));
        outcome.Status.ShouldBe(RunStatus.Completed);
        outcome.Steps.ShouldAllBe(static s => s.Status == StepStatus.Completed);
    }

    [Fact]
    public void A_rollback_with_undoing_to_an_event_at_which_the_run_was_completed_is_ignored()
    {
        var nap = new Step { Key = "nap", Action = new WaitAction(TimeSpan.FromDays(1), null, null, null) };
        var completed = _host.Start(Of(Tool("a"), nap)).Pass(TimeSpan.FromDays(1)).ShouldBe(RunStatus.Completed);
        var end = completed.Events[^1].Seq;
        var again = completed.Resume("1").ShouldBe(RunStatus.Executing);
        again.Signal(RunSignals.Rollback, new { seq = end }).ShouldHaveSeen<SignalIgnored>(static s => s.Reason.Contains("was completed", StringComparison.Ordinal));
        again.ShouldBe(RunStatus.Executing);
        again.Signal(RunSignals.Rollback, new { seq = end + 1 }).ShouldBe(RunStatus.Paused);
        again.Resume().Pass(TimeSpan.FromDays(1)).ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void A_run_that_waited_for_room_cannot_go_back_to_that_time()
    {
        var one = new RunConcurrency(Json("\"one\""), 1, ConcurrencyLimitChoice.Queue);
        _handler.Hangs("a");
        var first = _host.Start(Of(Tool("a")) with { Concurrency = one });
        var second = _host.Start(Of(Tool("b")) with { Concurrency = one }).ShouldBe(RunStatus.Idle);
        first.Signal(RunSignals.Cancel);
        second.Resume().ShouldBe(RunStatus.Completed);
        Should.Throw<AxleException>(() => second.Resume("1")).Message.ShouldContain("had not begun");
    }

    private RunOutcome GoBack(RunId run, string from) => _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(run, from)));

    private string SeqOf(RunId run, Func<RunEvent, bool> which) =>
        _host.Events(run).First(e => which(e.Event)).Seq.ToString(CultureInfo.InvariantCulture);
}
