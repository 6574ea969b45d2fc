using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class ForkCommandsTests
{
    [Fact]
    public async Task A_fork_goes_its_own_way_and_is_compared_with_the_run_it_was_made_of()
    {
        using var bench = await ExecutedAsync();
        var fork = await bench.RunAsync("workflow", "fork", "r1", "--at", "level-2", "--input", "word=bye", "--run-id", "f1");
        fork.Code.ShouldBe(ExitCodes.Success, fork.Error);
        fork.Output.ShouldContain("ax workflow diff r1 f1");
        (bench.Steps.Calls("one"), bench.Steps.Calls("three")).ShouldBe((1, 2));
        var forks = (await bench.RunAsync("workflow", "forks", "r1", "--json")).Json.GetProperty("runs");
        forks[0].GetProperty("runId").GetString().ShouldBe("f1");
        forks[0].GetProperty("parent").GetString().ShouldBe("r1");

        var diff = await bench.RunAsync("workflow", "diff", "r1", "f1");
        diff.Code.ShouldBe(ExitCodes.Failed, diff.Error);
        diff.Output.ShouldContain("word");
        var document = (await bench.RunAsync("workflow", "diff", "r1", "f1", "--json")).Json;
        document.GetProperty("inputs")[0].GetProperty("right").GetString().ShouldBe("bye");
        (await bench.RunAsync("workflow", "diff", "r1", "r1")).Code.ShouldBe(ExitCodes.Success);
    }

    [Fact]
    public async Task A_replay_makes_only_the_steps_that_differ()
    {
        using var bench = await ExecutedAsync();
        var replay = await bench.RunAsync("workflow", "replay", "r1", "--input", "word=bye", "--run-id", "p1");
        replay.Code.ShouldBe(ExitCodes.Success, replay.Error);
        (bench.Steps.Calls("one"), bench.Steps.Calls("two"), bench.Steps.Calls("three")).ShouldBe((1, 1, 2));
        (await bench.RunAsync("workflow", "replay", "r1", "--var", "nothing=1")).Code.ShouldBe(ExitCodes.Usage);
    }

    [Fact]
    public async Task A_fork_is_chosen_or_thrown_away()
    {
        using var bench = await ExecutedAsync();
        await bench.RunAsync("workflow", "fork", "r1", "--at", "level-1", "--run-id", "f1");
        await bench.RunAsync("workflow", "fork", "r1", "--at", "level-1", "--run-id", "f2");
        (await bench.RunAsync("workflow", "promote", "f1")).Output.ShouldContain("Run f1 takes the place of r1.");
        (await bench.RunAsync("workflow", "events", "r1")).Output.ShouldContain("run f1 takes this one's place");
        (await bench.RunAsync("workflow", "promote", "r1")).Code.ShouldBe(ExitCodes.Invalid);
        (await bench.RunAsync("workflow", "discard", "f2")).Output.ShouldContain("is removed");
        (await bench.RunAsync("workflow", "status", "f2")).Code.ShouldBe(ExitCodes.NotFound);
        (await bench.RunAsync("workflow", "discard", "r1")).Code.ShouldBe(ExitCodes.Invalid);
    }

    [Fact]
    public async Task Where_the_time_went_is_told()
    {
        using var bench = await ExecutedAsync();
        (await bench.RunAsync("workflow", "timing", "r1")).Output.ShouldContain("Critical path");
        var path = (await bench.RunAsync("workflow", "timing", "r1", "--json")).Json.GetProperty("criticalPath");
        path.EnumerateArray().Select(static s => s.GetProperty("path").GetString()).ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task A_waiting_run_goes_on_under_another_definition_when_that_can_be()
    {
        using var bench = new Workbench();
        await WaitingTests.LeaveWaitingAsync(bench, Flows.Signalled, "go: waits");
        bench.Write("more.yaml", $"{Flows.Signalled.TrimEnd()}\n  - {Flows.Step("more", "dependsOn: [after]")}\n");
        var look = await bench.RunAsync("workflow", "migrate", "r1", "--workflow", "more.yaml", "--dry-run", "--json");
        look.Code.ShouldBe(ExitCodes.Success, look.Output);
        look.Json.GetProperty("added")[0].GetString().ShouldBe("more");
        bench.Write("less.yaml", $"name: signalled\nsteps:\n  - {Flows.Step("other")}\n");
        var no = await bench.RunAsync("workflow", "migrate", "r1", "--workflow", "less.yaml");
        no.Code.ShouldBe(ExitCodes.Invalid);
        no.Output.ShouldContain("'before' has begun");
        (await bench.RunAsync("workflow", "migrate", "--all-waiting", "--workflow", "more.yaml")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("workflow", "signal", "r1", "go")).Code.ShouldBe(ExitCodes.Success);
        bench.Steps.Calls("more").ShouldBe(1);
    }

    private static async Task<Workbench> ExecutedAsync()
    {
        var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        (await bench.RunAsync("workflow", "execute", "three.yaml", "--run-id", "r1")).Code.ShouldBe(ExitCodes.Success);
        return bench;
    }
}
