using Axle.Simulation.Tests.Reference;
using Axle.Testing.Hosting;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Simulation.Tests.Hosting;

/// <summary>The samples of docs/testing-workflows.md.</summary>
public sealed class TestingPageTests
{
    [Fact]
    public void A_host_a_run_a_check()
    {
        var workflow = Model.Read(
            "release",
            """
            steps:
              - { key: scan, tool: scan, with: {} }
              - key: release
                dependsOn: [scan]
                approval: { message: May it?, parameters: { amount: 3 }, editable: [amount] }
              - { key: deployed, dependsOn: [release], wait: { signal: deployed } }
              - { key: settle, dependsOn: [deployed], wait: 29d }
              - { key: report, tool: report, with: {}, dependsOn: [settle] }
            """);
        var handler = new ScriptedHandler()
            .Returns("scan", new { findings = 2 })
            .Fails("report", ErrorKind.Network, times: 2);
        var host = new WorkflowTestHost(handler);

        var run = host.Start(workflow);
        run.Approve("release", new { amount = 7 }, "looks good")
            .Signal("deployed", new { version = 3 })
            .Pass(TimeSpan.FromDays(30));

        run.ShouldBe(RunStatus.Completed)
            .ShouldHaveCompleted("scan", new { findings = 2 })
            .ShouldHaveSeen<StepAttemptFailed>(e => e.Path == "report", times: 2);
    }

    [Fact]
    public void A_process_crashes_after_an_event_and_another_goes_on()
    {
        var workflow = Model.Read("pay", "steps: [{ key: pay, tool: x, with: {} }, { key: ship, tool: x, with: {}, dependsOn: [pay] }]");
        var handler = new ScriptedHandler();
        var host = new WorkflowTestHost(handler);
        host.CrashAfter(static e => e is StepCompleted { Path: "pay" });
        var run = host.Start(workflow);
        run.ShouldBe(RunStatus.Completed).ShouldHaveSeen<StepCompleted>(static e => e.Path == "pay", times: 1).ShouldHaveSeen<RunRecovered>();
        handler.Calls.Count(static c => c.Path == "pay").ShouldBe(1);
    }

    [Fact]
    public void A_step_that_takes_its_process_with_it_is_made_again()
    {
        var workflow = Model.Read("pay", "steps: [{ key: pay, tool: x, with: {} }]");
        var handler = new ScriptedHandler().Crashes("pay");
        new WorkflowTestHost(handler).Start(workflow).ShouldBe(RunStatus.Completed).ShouldHaveSeen<RunRecovered>(times: 1);
        handler.Calls.Select(static c => c.IdempotencyKey).Distinct().Count().ShouldBe(1);
        handler.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public void A_run_survives_a_crash_after_each_of_its_events()
    {
        var workflow = Model.Read("saga", "steps: [{ key: saga, saga: [{ key: a, tool: x, with: {}, compensate: { key: undo, tool: x, with: {} } }, { key: b, tool: x, with: {}, dependsOn: [a] }] }]");
        var events = new WorkflowTestHost(Broken()).Start(workflow).Events.Count;
        for (var crash = 1; crash < events; crash++)
        {
            var host = new WorkflowTestHost(Broken());
            var left = crash;
            host.CrashAfter(_ => --left == 0);
            host.Start(workflow).ShouldBe(RunStatus.Failed).ShouldHaveUndone("saga/a").ShouldHaveSeen<UndoEnded>(times: 1);
        }

        static ScriptedHandler Broken() => new ScriptedHandler().Fails("saga/b", ErrorKind.Validation);
    }

    [Fact]
    public void A_check_that_does_not_hold_shows_the_steps_and_the_events()
    {
        var run = new WorkflowTestHost(new ScriptedHandler().Fails("pay", ErrorKind.Validation))
            .Start(Model.Read("pay", "steps: [{ key: pay, tool: x, with: {} }]"));
        Should.Throw<WorkflowAssertionException>(() => run.ShouldHaveCompleted("pay")).Message
            .ShouldContain("Step 'pay' should have completed and is Failed");
        Should.Throw<WorkflowAssertionException>(() => run.Step("nothing")).Message.ShouldContain("step-failed");
    }
}
