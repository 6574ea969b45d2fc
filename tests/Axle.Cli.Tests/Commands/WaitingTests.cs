using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class WaitingTests
{
    [Fact(Timeout = 600_000)]
    public async Task A_run_that_waits_is_stayed_with_until_another_process_signals_it()
    {
        using var bench = new Workbench();
        bench.Write("signalled.yaml", Flows.Signalled);
        var run = bench.Begin("workflow", "execute", "signalled.yaml", "--run-id", "r1");
        await run.Output.Seen("go: waits for signal go");
        var status = await bench.RunAsync("workflow", "status", "r1");
        status.Output.ShouldContain("go waits for signal go since");
        status.Output.ShouldContain("ax workflow signal r1 go");
        var sent = await bench.RunAsync("workflow", "signal", "r1", "go", "--body", "{\"amount\": 12}", "--json");
        sent.Code.ShouldBe(ExitCodes.Success, sent.Output);
        sent.Json.GetProperty("applied").GetBoolean().ShouldBeTrue();
        var answer = await run.EndAsync();
        answer.Code.ShouldBe(ExitCodes.Success, answer.Output);
        answer.Output.ShouldContain("signal go came from");
        bench.Steps.Last!.Input.ToString().ShouldBe("""{"got":{"amount":12}}""");
    }

    [Fact(Timeout = 600_000)]
    public async Task A_run_that_waits_for_room_in_its_group_begins_when_another_process_has_ended_the_run_there()
    {
        using var bench = new Workbench();
        bench.Write("grouped.yaml", Flows.Grouped);
        var (began, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Steps.Waits("deploy", began, gate.Task);
        var first = bench.Begin("workflow", "execute", "grouped.yaml", "--run-id", "r1");
        await began.Task;
        bench.Steps.Succeeds("deploy");
        var second = bench.Begin("workflow", "execute", "grouped.yaml", "--run-id", "r2");
        await second.Output.Seen("run waits for room in its group");
        bench.Steps.Calls("deploy").ShouldBe(1);
        gate.SetResult();
        (await first.EndAsync()).Code.ShouldBe(ExitCodes.Success);
        var answer = await second.EndAsync();
        answer.Code.ShouldBe(ExitCodes.Success, answer.Error);
        answer.Output.ShouldContain("deploy: completed");
    }

    [Fact(Timeout = 600_000)]
    public async Task An_interrupt_leaves_a_run_waiting_for_room_and_a_resume_begins_it_when_there_is_some()
    {
        using var bench = new Workbench();
        bench.Write("grouped.yaml", Flows.Grouped);
        var (began, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Steps.Waits("deploy", began, gate.Task);
        var first = bench.Begin("workflow", "execute", "grouped.yaml", "--run-id", "r1");
        await began.Task;
        bench.Steps.Succeeds("deploy");
        var second = bench.Begin("workflow", "execute", "grouped.yaml", "--run-id", "r2");
        await second.Output.Seen("run waits for room in its group");
        bench.Interrupts.Interrupt();
        var left = await second.EndAsync();
        left.Code.ShouldBe(ExitCodes.Paused);
        left.Output.ShouldContain("grouped: left waiting");

        var resumed = bench.Begin("workflow", "resume", "r2");
        gate.SetResult();
        (await first.EndAsync()).Code.ShouldBe(ExitCodes.Success);
        (await resumed.EndAsync()).Code.ShouldBe(ExitCodes.Success);
        bench.Steps.Calls("deploy").ShouldBe(2);
    }

    [Fact(Timeout = 600_000)]
    public async Task An_interrupt_leaves_a_run_waiting_and_says_how_to_go_on()
    {
        using var bench = new Workbench();
        await LeaveWaitingAsync(bench, Flows.Signalled, "go: waits");
        (await bench.RunAsync("workflow", "status", "r1", "--json")).Json.GetProperty("status").GetString().ShouldBe("executing");

        // Nobody executes it: what the signal starts goes on here.
        var sent = await bench.RunAsync("workflow", "signal", "r1", "go");
        sent.Code.ShouldBe(ExitCodes.Success, sent.Error);
        sent.Error.ShouldContain("goes on here");
        sent.Output.ShouldContain("run completed");
        bench.Steps.Calls("before").ShouldBe(1);
        bench.Steps.Calls("after").ShouldBe(1);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_signal_that_nobody_waits_for_yet_is_kept_and_one_id_is_one_signal()
    {
        using var bench = new Workbench();
        await LeaveWaitingAsync(bench, Flows.Signalled, "go: waits");
        (await bench.RunAsync("workflow", "signal", "r1", "later", "--id", "1")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("workflow", "signal", "r1", "later", "--id", "1")).Code.ShouldBe(ExitCodes.Success);
        var received = (await bench.RunAsync("workflow", "events", "r1", "--type", "signal-received", "--json")).Json.GetProperty("events");
        received.GetArrayLength().ShouldBe(1);
        (await bench.RunAsync("workflow", "signal", "r1", "cancel")).Code.ShouldBe(ExitCodes.Usage);
        (await bench.RunAsync("workflow", "signal", "r1", "go", "--body", "{")).Code.ShouldBe(ExitCodes.Usage);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_signal_to_a_run_that_ended_is_ignored_and_the_reason_told()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        await bench.RunAsync("workflow", "execute", "three.yaml", "--run-id", "r1");
        var sent = await bench.RunAsync("workflow", "signal", "r1", "go");
        sent.Code.ShouldBe(ExitCodes.Invalid);
        sent.Error.ShouldContain("Run r1 ignored the signal 'go': the run is completed");
    }

    [Fact(Timeout = 600_000)]
    public async Task Resume_goes_on_with_a_run_that_was_left_waiting()
    {
        using var bench = new Workbench();
        await LeaveWaitingAsync(bench, "name: short\nsteps:\n  - {key: nap, wait: 8s}\n", "nap: waits until");
        var resumed = await bench.RunAsync("workflow", "resume", "r1");
        resumed.Code.ShouldBe(ExitCodes.Success, resumed.Error);
    }

    /// <summary>Executes a workflow as run <c>r1</c>, and leaves it when it waits.</summary>
    internal static async Task LeaveWaitingAsync(Workbench bench, string workflow, string until)
    {
        bench.Write("waiting.yaml", workflow);
        var run = bench.Begin("workflow", "execute", "waiting.yaml", "--run-id", "r1");
        await run.Output.Seen(until);
        bench.Interrupts.Interrupt();
        var answer = await run.EndAsync();
        answer.Code.ShouldBe(ExitCodes.Paused, answer.Error);
        answer.Output.ShouldContain("Ctrl-C: the run is left waiting.");
        answer.Output.ShouldContain("ax workflow resume r1; or 'ax engine'");
    }
}
