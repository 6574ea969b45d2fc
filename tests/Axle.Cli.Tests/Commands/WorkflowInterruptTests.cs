using Axle.Cli.Tests.Support;
using Axle.Storage.Sqlite;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Tests.Commands;

public sealed class WorkflowInterruptTests
{
    [Theory(Timeout = 600_000)]
    [InlineData("Ctrl-C")]
    [InlineData("SIGTERM")]
    public async Task The_first_interrupt_pauses_and_waits_for_steps_in_flight(string what)
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        var (began, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Steps.Waits("two", began, gate.Task);
        var call = bench.Begin("workflow", "execute", "three.yaml", "--run-id", "r1");
        await began.Task;
        await call.Output.Seen("two: started");
        bench.Interrupts.Interrupt(what);
        await call.Output.Seen("run paused");
        gate.SetResult();
        var answer = await call.EndAsync();
        answer.Code.ShouldBe(ExitCodes.Paused);
        answer.Output.ShouldContain($"{what}: pausing. 1 step is in flight");
        answer.Output.ShouldContain("two: completed");
        answer.Output.ShouldNotContain("three: started");
        answer.Output.ShouldContain("ax workflow resume r1");

        var resumed = await bench.RunAsync("workflow", "resume", "r1");
        resumed.Code.ShouldBe(ExitCodes.Success, resumed.Error);
        resumed.Output.ShouldNotContain("two: started");
        (bench.Steps.Calls("one"), bench.Steps.Calls("two"), bench.Steps.Calls("three")).ShouldBe((1, 1, 1));
    }

    [Fact(Timeout = 600_000)]
    public async Task The_second_interrupt_stops_at_once_and_the_step_in_flight_runs_again()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        var began = new TaskCompletionSource();
        bench.Steps.Waits("two", began, new TaskCompletionSource().Task);
        var call = bench.Begin("workflow", "execute", "three.yaml", "--run-id", "r1", "--json");
        await began.Task;
        await call.Error.Seen("two: started");
        bench.Interrupts.Interrupt();
        await call.Error.Seen("run paused");
        bench.Interrupts.Interrupt();
        var answer = await call.EndAsync();
        answer.Code.ShouldBe(ExitCodes.Paused);
        answer.Json.GetProperty("status").GetString().ShouldBe("paused");
        answer.Json.GetProperty("steps")[1].GetProperty("status").GetString().ShouldBe("running");

        bench.Steps.Succeeds("two");
        (await bench.RunAsync("workflow", "resume", "r1")).Code.ShouldBe(ExitCodes.Success);
        (bench.Steps.Calls("one"), bench.Steps.Calls("two"), bench.Steps.Calls("three")).ShouldBe((1, 2, 1));
    }

    [Fact(Timeout = 600_000)]
    public async Task A_pause_that_came_too_late_does_not_pause_the_run_when_it_is_resumed()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        bench.Steps.Fails("two", ErrorKind.Refused, "no");
        (await bench.RunAsync("workflow", "execute", "three.yaml", "--run-id", "r1")).Code.ShouldBe(ExitCodes.Failed);
        await using (var store = SqliteRunStore.Open(bench.DatabasePath))
        {
            var late = new RunSignal(new RunId("r1"), "late", RunSignals.Pause, Payload.EmptyObject, "somebody", TimeProvider.System.GetUtcNow());
            await store.SendSignalAsync(late, TestContext.Current.CancellationToken);
        }

        bench.Steps.Succeeds("two");
        (await bench.RunAsync("workflow", "resume", "r1")).Code.ShouldBe(ExitCodes.Success);
    }

    [Fact(Timeout = 600_000)]
    public async Task Pause_and_cancel_reach_a_run_that_another_process_executes()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        var (began, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Steps.Waits("two", began, gate.Task);
        var call = bench.Begin("workflow", "execute", "three.yaml", "--run-id", "r1");
        await began.Task;
        (await bench.RunAsync("workflow", "resume", "r1")).Code.ShouldBe(ExitCodes.Conflict);
        var pause = await bench.RunAsync("workflow", "pause", "r1", "--reason", "lunch", "--json");
        pause.Code.ShouldBe(ExitCodes.Success, pause.Output);
        pause.Json.GetProperty("asked").GetString().ShouldBe("pause");
        await call.Output.Seen("lunch");
        gate.SetResult();
        (await call.EndAsync()).Code.ShouldBe(ExitCodes.Paused);

        var cancel = await bench.RunAsync("workflow", "cancel", "r1");
        cancel.Output.ShouldContain("Run r1 is cancelled.");
        var again = await bench.RunAsync("workflow", "cancel", "r1");
        again.Code.ShouldBe(ExitCodes.Invalid);
        again.Error.ShouldContain("is cancelled, so there is nothing to cancel");
        (await bench.RunAsync("workflow", "resume", "r1")).Code.ShouldBe(ExitCodes.Invalid);
    }

    [Fact(Timeout = 600_000)]
    public async Task Following_events_ends_with_the_run_and_an_interrupt_ends_only_the_following()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        var (began, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Steps.Waits("two", began, gate.Task);
        var run = bench.Begin("workflow", "execute", "three.yaml", "--run-id", "r1");
        await began.Task;
        var follow = bench.Begin("workflow", "events", "r1", "--follow");
        await follow.Output.Seen("two: started");
        bench.Interrupts.Interrupt();
        (await follow.EndAsync()).Code.ShouldBe(ExitCodes.Success);
        var second = bench.Begin("workflow", "events", "r1", "--follow", "--json");
        gate.SetResult();
        (await run.EndAsync()).Code.ShouldBe(ExitCodes.Success);
        var lines = (await second.EndAsync()).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldContain("\"type\":\"run-started\"");
        lines[^1].ShouldContain("\"type\":\"run-completed\"");
    }
}
