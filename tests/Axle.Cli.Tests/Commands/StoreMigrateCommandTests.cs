using Axle.Cli.Tests.Support;
using Axle.Storage.Sqlite;

namespace Axle.Cli.Tests.Commands;

public sealed class StoreMigrateCommandTests
{
    [Fact]
    public async Task A_run_that_waits_gets_its_signal_after_the_move_and_completes()
    {
        using var bench = Bench();
        await LeaveWaitingAsync(bench);
        var plan = (await bench.RunAsync("store", "migrate", "--to", "env:TEAM", "--dry-run", "--json")).Json;
        plan.GetProperty("state").GetString().ShouldBe("new");
        plan.GetProperty("tables").EnumerateArray().Single(static t => t.GetProperty("table").GetString() == "runs").GetProperty("rows").GetInt64().ShouldBe(1);

        var moved = await bench.RunAsync("store", "migrate", "--to", "env:TEAM");

        moved.Code.ShouldBe(ExitCodes.Success, moved.Error);
        moved.Output.ShouldContain("1 run and ");
        moved.Output.ShouldContain("AXLE_STORE=postgres://");
        moved.Error.ShouldContain("Copying events: ");
        (await bench.RunAsync("workflow", "list")).Error.ShouldContain("was moved to postgres://");
        var verified = (await bench.RunAsync("store", "migrate", "--to", "env:TEAM", "--verify", "--json")).Json;
        verified.GetProperty("state").GetString().ShouldBe("verified");
        verified.GetProperty("runsHash").GetString().ShouldBe(verified.GetProperty("targetRunsHash").GetString());
        (await bench.RunAsync("store", "migrate", "--to", "env:TEAM")).Output.ShouldContain("Everything was moved to postgres://");

        bench.Variables["AXLE_STORE"] = bench.Variables["TEAM"];
        (await bench.RunAsync("workflow", "signal", "r1", "go", "--body", "{\"amount\": 12}")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("workflow", "status", "r1")).Output.ShouldContain("completed");
        bench.Steps.Last!.Input.ToString().ShouldBe("""{"got":{"amount":12}}""");
        bench.Steps.Calls("before").ShouldBe(1);
    }

    [Fact]
    public async Task An_interrupt_while_it_waits_for_a_process_leaves_the_file_in_use_and_the_same_command_goes_on()
    {
        using var bench = Bench();
        await LeaveWaitingAsync(bench);
        await using (var open = SqliteRunStore.Open(bench.DatabasePath))
        {
            var move = bench.Begin("store", "migrate", "--to", "env:TEAM");
            await move.Error.Seen($"Waiting for {open.Owner} to end");
            bench.Interrupts.Interrupt();
            var left = await move.EndAsync();
            left.Code.ShouldBe(ExitCodes.Paused);
            left.Error.ShouldContain("The same command goes on");
        }

        (await bench.RunAsync("workflow", "status", "r1")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("store", "migrate", "--to", "env:TEAM", "--dry-run")).Error.ShouldContain("was begun");
        (await bench.RunAsync("store", "migrate", "--to", "env:TEAM", "--json")).Json.GetProperty("state").GetString().ShouldBe("moved");
    }

    [Fact]
    public async Task A_move_that_is_given_up_leaves_nothing_in_the_file()
    {
        using var bench = Bench();
        await LeaveWaitingAsync(bench);
        (await bench.RunAsync("store", "migrate", "--abandon")).Code.ShouldBe(ExitCodes.NotFound);
        (await bench.RunAsync("store", "migrate", "--to", "env:TEAM")).Code.ShouldBe(ExitCodes.Success);

        (await bench.RunAsync("store", "migrate", "--abandon", "--json")).Json.GetProperty("state").GetString().ShouldBe("abandoned");

        (await bench.RunAsync("workflow", "signal", "r1", "go")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("workflow", "status", "r1")).Output.ShouldContain("completed");
        var full = await bench.RunAsync("store", "migrate", "--to", "env:TEAM", "--json");
        full.Code.ShouldBe(ExitCodes.Invalid);
        full.Json.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("is not empty");
    }

    [Fact]
    public async Task What_is_typed_wrong_is_told_before_anything_is_opened()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("store", "migrate")).Code.ShouldBe(ExitCodes.Usage);
        (await bench.RunAsync("store", "migrate", "--to", "sqlite")).Code.ShouldBe(ExitCodes.Usage);
        (await bench.RunAsync("store", "migrate", "--to", "postgres://nobody:secret@127.0.0.1:1/x", "--now", "--verify")).Code.ShouldBe(ExitCodes.Usage);
        var missing = await bench.RunAsync("store", "migrate", "--to", "postgres://nobody:secret@127.0.0.1:1/x");
        missing.Code.ShouldBe(ExitCodes.NotFound);
        bench.Write("three.yaml", Workbench.ThreeSteps);
        await bench.RunAsync("workflow", "execute", "three.yaml");
        var unreachable = await bench.RunAsync("store", "migrate", "--to", "postgres://nobody:secret@127.0.0.1:1/x");
        unreachable.Code.ShouldBe(ExitCodes.Failed);
        unreachable.Error.ShouldContain("postgres://127.0.0.1:1/x");
        unreachable.Error.ShouldNotContain("secret");
    }

    private static Workbench Bench()
    {
        Assert.SkipWhen(PostgresServer.Shared.Missing is not null, PostgresServer.Shared.Missing ?? "");
        var bench = new Workbench();
        bench.Variables["TEAM"] = PostgresServer.Shared.CreateDatabase();
        return bench;
    }

    private static async Task LeaveWaitingAsync(Workbench bench)
    {
        bench.Write("signalled.yaml", Flows.Signalled);
        var run = bench.Begin("workflow", "execute", "signalled.yaml", "--run-id", "r1");
        await run.Output.Seen("go: waits for signal go");
        bench.Interrupts.Interrupt();
        await run.EndAsync();
    }
}
