using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class DeadLetterCommandsTests
{
    [Fact]
    public async Task Runs_that_failed_are_listed_with_the_cause_until_they_are_discarded()
    {
        using var bench = await FailedAsync("a", "b");
        (await bench.RunAsync("deadletter", "list")).Output.ShouldContain("the door is shut");
        var letters = (await bench.RunAsync("deadletter", "list", "--json")).Json.GetProperty("deadLetters");
        letters.EnumerateArray().Select(static l => l.GetProperty("runId").GetString()).ShouldBe(["b", "a"]);
        letters[0].GetProperty("steps")[0].GetProperty("path").GetString().ShouldBe("two");
        (await bench.RunAsync("deadletter", "show", "a")).Output.ShouldContain("ax deadletter redrive a");
        (await bench.RunAsync("deadletter", "discard", "a", "--reason", "old")).Output.ShouldContain("Run a is discarded.");
        (await bench.RunAsync("deadletter", "list", "--json")).Json.GetProperty("deadLetters").GetArrayLength().ShouldBe(1);
        (await bench.RunAsync("deadletter", "discard", "a")).Code.ShouldBe(ExitCodes.Invalid);
        (await bench.RunAsync("deadletter", "show", "a")).Code.ShouldBe(ExitCodes.NotFound);
    }

    [Fact]
    public async Task A_redrive_tries_again_what_failed_with_another_input()
    {
        using var bench = await FailedAsync("a");
        bench.Steps.Succeeds("two");
        var redriven = await bench.RunAsync("deadletter", "redrive", "a", "--step-input", "two={\"door\": \"open\"}");
        redriven.Code.ShouldBe(ExitCodes.Success, redriven.Error);
        redriven.Output.ShouldContain("two: its input was changed by");
        (bench.Steps.Calls("one"), bench.Steps.Calls("two"), bench.Steps.Calls("three")).ShouldBe((1, 2, 1));
        (await bench.RunAsync("deadletter", "list")).Error.ShouldContain("No dead letters.");
    }

    [Fact]
    public async Task Many_are_redriven_or_discarded_at_once_after_a_look()
    {
        using var bench = await FailedAsync("a", "b");
        (await bench.RunAsync("deadletter", "redrive")).Code.ShouldBe(ExitCodes.Usage);
        (await bench.RunAsync("deadletter", "redrive", "a", "--all")).Code.ShouldBe(ExitCodes.Usage);
        var look = await bench.RunAsync("deadletter", "redrive", "--workflow", "three", "--dry-run", "--json");
        look.Json.GetProperty("runs").GetArrayLength().ShouldBe(2);
        (await bench.RunAsync("deadletter", "list", "--json")).Json.GetProperty("deadLetters").GetArrayLength().ShouldBe(2);
        bench.Steps.Succeeds("two");
        var all = await bench.RunAsync("deadletter", "redrive", "--all", "--json");
        all.Code.ShouldBe(ExitCodes.Success, all.Output);
        all.Json.GetProperty("runs").EnumerateArray().Select(static r => r.GetProperty("status").GetString()).ShouldBe(["completed", "completed"]);
        (await bench.RunAsync("deadletter", "discard", "--all")).Error.ShouldContain("No dead letters.");
    }

    [Fact]
    public async Task What_became_of_an_effect_of_unknown_outcome_is_said_by_a_person()
    {
        using var bench = new Workbench();
        bench.Write("once.yaml", $"name: once\nsteps:\n  - {Flows.Step("charge", "effect: once")}\n  - {Flows.Step("ship", "dependsOn: [charge]")}\n");
        bench.Steps.Fails("charge", ErrorKind.Network, "the line broke");
        var run = bench.Begin("workflow", "execute", "once.yaml", "--run-id", "r1");
        await run.Output.Seen("whether attempt 1 took effect is not known");
        bench.Interrupts.Interrupt();
        (await run.EndAsync()).Output.ShouldContain("ax deadletter resolve r1 charge --outcome completed");
        (await bench.RunAsync("deadletter", "list")).Output.ShouldContain("unknown outcome");
        (await bench.RunAsync("deadletter", "resolve", "r1", "ship", "--outcome", "completed")).Error.ShouldContain("no outcome is unknown at 'ship'");
        (await bench.RunAsync("deadletter", "resolve", "r1", "charge", "--outcome", "failed", "--output", "1")).Code.ShouldBe(ExitCodes.Usage);
        var resolved = await bench.RunAsync("deadletter", "resolve", "r1", "charge", "--outcome", "completed", "--output", "{\"id\": 7}");
        resolved.Code.ShouldBe(ExitCodes.Success, resolved.Error);
        (bench.Steps.Calls("charge"), bench.Steps.Calls("ship")).ShouldBe((1, 1));
    }

    private static async Task<Workbench> FailedAsync(params string[] ids)
    {
        var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        bench.Steps.Fails("two", ErrorKind.Refused, "the door is shut");
        foreach (var id in ids)
            (await bench.RunAsync("workflow", "execute", "three.yaml", "--run-id", id)).Code.ShouldBe(ExitCodes.Failed);
        return bench;
    }
}
