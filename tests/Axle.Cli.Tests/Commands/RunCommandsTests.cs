using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class RunCommandsTests
{
    [Fact]
    public async Task Before_the_first_run_a_list_is_empty_and_looking_makes_no_database()
    {
        using var bench = new Workbench();
        var list = await bench.RunAsync("workflow", "list");
        list.Code.ShouldBe(ExitCodes.Success);
        list.Error.ShouldContain("No runs");
        (await bench.RunAsync("workflow", "list", "--json")).Json.GetProperty("runs").GetArrayLength().ShouldBe(0);
        var status = await bench.RunAsync("workflow", "status", "latest");
        status.Code.ShouldBe(ExitCodes.NotFound);
        status.Error.ShouldContain("--database");
        Directory.Exists(Path.Combine(bench.Directory, ".axle")).ShouldBeFalse();
    }

    [Fact]
    public async Task Runs_are_named_by_the_beginning_or_the_end_of_their_id_or_as_the_latest()
    {
        using var bench = await WithRunsAsync("run-abc-1", "run-abd-2");
        (await bench.RunAsync("workflow", "status", "run-abc", "--json")).Json.GetProperty("runId").GetString().ShouldBe("run-abc-1");
        (await bench.RunAsync("workflow", "status", "d-2", "--json")).Json.GetProperty("runId").GetString().ShouldBe("run-abd-2");
        (await bench.RunAsync("workflow", "status", "latest", "--json")).Json.GetProperty("runId").GetString().ShouldBe("run-abd-2");
        var many = await bench.RunAsync("workflow", "status", "run-ab");
        many.Code.ShouldBe(ExitCodes.NotFound);
        many.Error.ShouldContain("2 runs fit 'run-ab': run-abd-2, run-abc-1");
        (await bench.RunAsync("workflow", "status", "nothing")).Error.ShouldContain("There is no run 'nothing'");
    }

    [Fact]
    public async Task A_list_shows_the_newest_first_and_can_be_narrowed()
    {
        using var bench = await WithRunsAsync("first", "second");
        bench.Steps.Fails("one", ErrorKind.Refused, "no");
        await bench.RunAsync("workflow", "execute", "three.yaml", "--run-id", "third");
        var all = (await bench.RunAsync("workflow", "list", "--json")).Json.GetProperty("runs");
        all.EnumerateArray().Select(static r => r.GetProperty("runId").GetString()).ShouldBe(["third", "second", "first"]);
        (await bench.RunAsync("workflow", "list", "--status", "failed", "--json")).Json.GetProperty("runs").GetArrayLength().ShouldBe(1);
        (await bench.RunAsync("workflow", "list", "--limit", "2", "--json")).Json.GetProperty("runs").GetArrayLength().ShouldBe(2);
        (await bench.RunAsync("workflow", "list")).Output.ShouldContain("third   three     failed ");
        (await bench.RunAsync("workflow", "list", "--status", "done")).Code.ShouldBe(ExitCodes.Usage);
        (await bench.RunAsync("workflow", "list", "--limit", "0")).Code.ShouldBe(ExitCodes.Usage);
    }

    [Fact]
    public async Task Status_shows_what_came_out()
    {
        using var bench = new Workbench();
        bench.Write("sum.yaml", "name: sum\nvariables: {sum: 0}\nsteps:\n  - {key: add, set: {sum: 3}}\noutputs: {sum: '${{ variables.sum }}', word: two words}\n");
        await bench.RunAsync("workflow", "execute", "sum.yaml", "--run-id", "r1");
        var status = (await bench.RunAsync("workflow", "status", "r1")).Output;
        status.ShouldContain("  Outputs   sum: 3");
        status.ShouldContain("word: two words");
    }

    [Fact]
    public async Task Status_shows_every_step_and_events_the_whole_history()
    {
        using var bench = await WithRunsAsync("r1");
        var status = await bench.RunAsync("workflow", "status", "r1");
        status.Code.ShouldBe(ExitCodes.Success, status.Error);
        status.Output.ShouldContain("r1  three 1.2.0  completed");
        status.Output.ShouldContain("two    completed  1");
        var events = (await bench.RunAsync("workflow", "events", "r1", "--json")).Json.GetProperty("events").EnumerateArray().ToList();
        events.Select(static e => e.GetProperty("seq").GetInt64()).ShouldBe(Enumerable.Range(1, events.Count).Select(static n => (long)n));
        events[0].GetProperty("type").GetString().ShouldBe("run-started");
        events[^1].GetProperty("type").GetString().ShouldBe("run-completed");
        (await bench.RunAsync("workflow", "events", "r1", "--after", "2", "--type", "step-completed")).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_run_goes_back_to_a_checkpoint_and_does_the_rest_again()
    {
        using var bench = await WithRunsAsync("r1");
        var checkpoints = (await bench.RunAsync("workflow", "checkpoints", "r1", "--json")).Json.GetProperty("checkpoints").EnumerateArray().ToList();
        checkpoints.ShouldNotBeEmpty();
        var first = checkpoints[0].GetProperty("name").GetString()!;
        (await bench.RunAsync("workflow", "checkpoints", "r1")).Output.ShouldContain(first);
        var resumed = await bench.RunAsync("workflow", "resume", "r1", "--from", first);
        resumed.Code.ShouldBe(ExitCodes.Success, resumed.Error);
        resumed.Output.ShouldContain($"run taken back to '{first}'");
        (bench.Steps.Calls("one"), bench.Steps.Calls("three")).ShouldBe((1, 2));
        var unknown = await bench.RunAsync("workflow", "resume", "r1", "--from", "nowhere");
        unknown.Code.ShouldBe(ExitCodes.NotFound);
        unknown.Error.ShouldContain(first);
    }

    [Fact]
    public async Task A_place_can_be_named_by_hand()
    {
        using var bench = await WithRunsAsync("r1");
        var answer = await bench.RunAsync("workflow", "checkpoints", "r1", "--create", "the end");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Error);
        answer.Output.ShouldContain("the end");
    }

    [Fact]
    public async Task The_database_is_where_the_option_or_the_variable_says()
    {
        using var bench = await WithRunsAsync("r1");
        bench.Variables["AXLE_DATABASE"] = "other.db";
        (await bench.RunAsync("workflow", "list", "--json")).Json.GetProperty("database").GetString().ShouldBe(Path.Combine(bench.Directory, "other.db"));
        (await bench.RunAsync("workflow", "list", "--json", "--database", bench.DatabasePath)).Json.GetProperty("runs").GetArrayLength().ShouldBe(1);
    }

    private static async Task<Workbench> WithRunsAsync(params string[] ids)
    {
        var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        foreach (var id in ids)
        {
            var answer = await bench.RunAsync("workflow", "execute", "three.yaml", "--run-id", id);
            answer.Code.ShouldBe(ExitCodes.Success, answer.Output + answer.Error);
        }

        return bench;
    }
}
