using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class ScheduleCommandsTests
{
    private static readonly string Nightly = $"name: nightly\non: {{schedule: [{{cron: '0 3 * * *'}}, {{every: 6h}}]}}\nsteps:\n  - {Flows.Step("one")}\n";

    [Fact]
    public async Task Schedules_of_the_project_are_listed_with_their_next_starts()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("schedule", "list")).Error.ShouldContain("No workflow here has a schedule");
        bench.Write(".axle/workflows/nightly.yaml", Nightly);
        (await bench.RunAsync("schedule", "list")).Output.ShouldContain("nightly/0  cron 0 3 * * * UTC");
        var next = (await bench.RunAsync("schedule", "next", "-n", "5", "--json")).Json.GetProperty("upcoming").EnumerateArray()
            .Select(static u => u.GetProperty("at").GetDateTimeOffset()).ToList();
        next.Count.ShouldBe(5);
        next.ShouldBe(next.Order());
        bench.Steps.Calls("one").ShouldBe(0);
    }

    [Fact]
    public async Task A_schedule_is_paused_and_goes_on()
    {
        using var bench = new Workbench();
        bench.Write("nightly.yaml", Nightly);
        (await bench.RunAsync("schedule", "pause", "nightly/0", "--workflow", "nightly.yaml")).Output.ShouldContain("ax schedule resume nightly/0");
        var paused = (await bench.RunAsync("schedule", "list", "--workflow", "nightly.yaml", "--json")).Json.GetProperty("schedules")[0];
        paused.GetProperty("pausedBy").GetString().ShouldBe("ax");
        paused.TryGetProperty("next", out _).ShouldBeFalse();
        (await bench.RunAsync("schedule", "resume", "nightly/0", "--workflow", "nightly.yaml")).Output.ShouldContain("the next start is at");
        var unknown = await bench.RunAsync("schedule", "pause", "nightly/7", "--workflow", "nightly.yaml");
        unknown.Code.ShouldBe(ExitCodes.NotFound);
        unknown.Error.ShouldContain("There are: nightly/0, nightly/1");
    }

    [Fact]
    public async Task A_run_out_of_turn_may_do_what_the_command_allows_and_no_more()
    {
        using var bench = new Workbench();
        bench.Write(".axle/workflows/tidy.yaml", "name: tidy\non: {schedule: [{every: 6h}]}\nsteps:\n  - {key: say, run: [echo, hello], retry: {maxAttempts: 1}}\n");
        (await bench.RunAsync("schedule", "trigger", "tidy/0")).Code.ShouldBe(ExitCodes.Failed);
        (await bench.RunAsync("schedule", "trigger", "tidy/0", "--allow-run")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("schedule", "trigger", "tidy/0", "--apply")).Code.ShouldBe(ExitCodes.Success);
    }

    [Fact]
    public async Task A_run_is_started_out_of_turn_and_stayed_with()
    {
        using var bench = new Workbench();
        bench.Write(".axle/workflows/nightly.yaml", Nightly);
        var run = await bench.RunAsync("schedule", "trigger", "nightly/1", "--json");
        run.Code.ShouldBe(ExitCodes.Success, run.Output);
        run.Json.GetProperty("status").GetString().ShouldBe("completed");
        bench.Steps.Calls("one").ShouldBe(1);
    }
}
