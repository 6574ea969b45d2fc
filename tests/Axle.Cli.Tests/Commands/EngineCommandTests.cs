using Axle.Cli.Tests.Support;
using Axle.Hosting;

namespace Axle.Cli.Tests.Commands;

public sealed class EngineCommandTests
{
    [Fact(Timeout = 600_000)]
    public async Task An_engine_goes_on_with_runs_that_were_left_and_acts_on_signals_to_them()
    {
        using var bench = new Workbench();
        await WaitingTests.LeaveWaitingAsync(bench, Flows.Signalled, "go: waits");
        var engine = bench.Begin("engine");
        await engine.Error.Seen("Taking up runs of");
        EngineLock.IsTaken(bench.DatabasePath).ShouldBeTrue();
        await engine.Output.Seen("r1  signalled  waits: for a signal");
        var sent = await bench.RunAsync("workflow", "signal", "r1", "go");
        sent.Code.ShouldBe(ExitCodes.Success, sent.Error);
        sent.Output.ShouldContain("Run r1 has the signal 'go'.");
        await engine.Output.Seen("r1  signalled  completed");
        bench.Steps.Calls("after").ShouldBe(1);
        bench.Interrupts.Interrupt("SIGTERM");
        (await engine.EndAsync()).Code.ShouldBe(ExitCodes.Success);
        EngineLock.IsTaken(bench.DatabasePath).ShouldBeFalse();
    }

    [Fact(Timeout = 600_000)]
    public async Task An_engine_that_stops_lets_go_of_what_it_executes()
    {
        using var bench = new Workbench();
        await WaitingTests.LeaveWaitingAsync(bench, Flows.Signalled, "go: waits");
        var (began, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Steps.Waits("after", began, gate.Task);
        var engine = bench.Begin("engine", "--json");
        await engine.Error.Seen("Taking up runs of");
        await bench.RunAsync("workflow", "signal", "r1", "go");
        await began.Task;
        bench.Interrupts.Interrupt();
        (await engine.EndAsync()).Output.ShouldContain("\"what\":\"begins\"");
        gate.SetResult();
        (await bench.RunAsync("workflow", "resume", "r1")).Code.ShouldBe(ExitCodes.Success);
        bench.Steps.Calls("after").ShouldBe(2);
    }
}
