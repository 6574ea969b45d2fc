using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class GoingBackTests
{
    [Fact]
    public async Task A_dry_run_names_what_would_be_undone_in_order_and_changes_nothing()
    {
        using var bench = await ExecutedAsync();
        var look = await bench.RunAsync("workflow", "rollback", "r1", "--to", "1", "--dry-run", "--json");
        look.Code.ShouldBe(ExitCodes.Success, look.Output);
        Texts(look.Json, "undone").ShouldBe(["pay", "book"]);
        Texts(look.Json, "again").ShouldBe(["book", "pay", "tell"]);
        (await bench.RunAsync("workflow", "rollback", "r1", "--to", "level-1", "--dry-run")).Output.ShouldContain("pay");
        (await bench.RunAsync("workflow", "rollback", "r1", "--to", "nowhere")).Code.ShouldBe(ExitCodes.NotFound);
        (await bench.RunAsync("workflow", "status", "r1", "--json")).Json.GetProperty("status").GetString().ShouldBe("completed");
    }

    [Fact]
    public async Task With_compensation_it_is_undone_the_run_rests_and_resume_does_it_again()
    {
        using var bench = await ExecutedAsync();
        var back = await bench.RunAsync("workflow", "rollback", "r1", "--to", "1", "--compensate");
        back.Code.ShouldBe(ExitCodes.Success, back.Error);
        back.Output.ShouldContain("book: undone");
        (bench.Steps.Calls("refund"), bench.Steps.Calls("unbook")).ShouldBe((1, 1));
        (await bench.RunAsync("workflow", "status", "r1", "--json")).Json.GetProperty("status").GetString().ShouldBe("paused");
        (await bench.RunAsync("workflow", "resume", "r1")).Code.ShouldBe(ExitCodes.Success);
        (bench.Steps.Calls("book"), bench.Steps.Calls("pay"), bench.Steps.Calls("tell")).ShouldBe((2, 2, 2));
    }

    [Fact]
    public async Task Without_it_nothing_is_undone_and_the_run_goes_on_at_once()
    {
        using var bench = await ExecutedAsync();
        (await bench.RunAsync("workflow", "rollback", "r1", "--to", "level-1")).Code.ShouldBe(ExitCodes.Success);
        (bench.Steps.Calls("book"), bench.Steps.Calls("pay"), bench.Steps.Calls("refund")).ShouldBe((1, 2, 0));
    }

    [Fact]
    public async Task A_run_is_seen_as_it_was_after_any_event()
    {
        using var bench = await ExecutedAsync();
        var first = (await bench.RunAsync("workflow", "state", "r1", "--at", "2", "--json")).Json;
        first.GetProperty("seq").GetInt64().ShouldBe(2);
        first.GetProperty("status").GetString().ShouldBe("executing");
        first.GetProperty("steps")[0].GetProperty("status").GetString().ShouldBe("running");
        var step = (await bench.RunAsync("workflow", "state", "r1", "--step", "pay", "--json")).Json.GetProperty("step");
        step.GetProperty("output").GetProperty("step").GetString().ShouldBe("pay");
        (await bench.RunAsync("workflow", "state", "r1", "--at", "level-1")).Output.ShouldContain("pay");
        (await bench.RunAsync("workflow", "state", "r1", "--step", "nothing")).Error.ShouldContain("has no step 'nothing'");
        (await bench.RunAsync("workflow", "state", "r1", "--at", "999")).Code.ShouldBe(ExitCodes.NotFound);
    }

    [Fact]
    public async Task Cancelling_undoes_what_was_done_unless_that_is_not_wished()
    {
        using var bench = new Workbench();
        var waiting = Flows.Undoing.Replace("  - {key: tell", "  - {key: go, wait: {signal: go}, dependsOn: [pay]}\n  - {key: tell", StringComparison.Ordinal)
            .Replace("maxAttempts: 1}, dependsOn: [pay]}", "maxAttempts: 1}, dependsOn: [go]}", StringComparison.Ordinal);
        await WaitingTests.LeaveWaitingAsync(bench, waiting, "go: waits");
        var cancelled = await bench.RunAsync("workflow", "cancel", "r1", "--reason", "changed my mind");
        cancelled.Code.ShouldBe(ExitCodes.Cancelled, cancelled.Error);
        cancelled.Output.ShouldContain("book: undone");
        (bench.Steps.Calls("refund"), bench.Steps.Calls("unbook")).ShouldBe((1, 1));
    }

    private static async Task<Workbench> ExecutedAsync()
    {
        var bench = new Workbench();
        bench.Write("undoing.yaml", Flows.Undoing);
        var run = await bench.RunAsync("workflow", "execute", "undoing.yaml", "--run-id", "r1");
        run.Code.ShouldBe(ExitCodes.Success, run.Error);
        return bench;
    }

    private static IEnumerable<string?> Texts(System.Text.Json.JsonElement document, string name) =>
        document.GetProperty(name).EnumerateArray().Select(static t => t.GetString());
}
