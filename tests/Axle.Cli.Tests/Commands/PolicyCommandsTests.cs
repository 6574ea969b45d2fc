using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class PolicyCommandsTests
{
    private const string NoInventory = """
        policy: no-inventory
        rules:
          - id: stop
            when: { tool: "docs.*" }
            then: deny
            reason: Not here.
        tests:
          - name: it is denied
            call: { tool: docs.inventory }
            expect: deny
          - name: other tools pass
            call: { tool: files.read }
            expect: allow
        """;

    private const string Workflow = """
        name: look
        version: 1.0.0
        steps:
          - {key: look, tool: docs.inventory}
        """;

    [Fact]
    public async Task Tests_in_files_are_run_and_a_wrong_one_fails()
    {
        using var bench = new Workbench();
        bench.Write(".axle/policies/a.yaml", NoInventory);
        var good = await bench.RunAsync("policy", "test");
        good.Code.ShouldBe(ExitCodes.Success, good.Error);
        good.Output.ShouldContain("2 passed, 0 failed");
        bench.Write("b.yaml", NoInventory.Replace("expect: allow", "expect: ask", StringComparison.Ordinal));
        var bad = await bench.RunAsync("policy", "test", "b.yaml", "--json");
        bad.Code.ShouldBe(ExitCodes.Failed);
        bad.Json.GetProperty("tests")[1].GetProperty("passes").GetBoolean().ShouldBeFalse();
        (await bench.RunAsync("policy", "test", "c.yaml")).Code.ShouldBe(ExitCodes.NotFound);
    }

    [Fact]
    public async Task A_run_of_the_past_is_replayed_and_a_new_one_is_stopped()
    {
        using var bench = new Workbench { UsesAgents = true };
        bench.Write("look.yaml", Workflow);
        (await bench.RunAsync("workflow", "execute", "look.yaml")).Code.ShouldBe(ExitCodes.Success);
        bench.Write("new.yaml", NoInventory);
        var replayed = await bench.RunAsync("policy", "replay", "new.yaml", "--json");
        replayed.Code.ShouldBe(ExitCodes.Failed, replayed.Error);
        var call = replayed.Json.GetProperty("calls")[0];
        call.GetProperty("verdict").GetString().ShouldBe("deny");
        call.GetProperty("rule").GetString().ShouldBe("stop");

        bench.Write(".axle/policies/new.yaml", NoInventory);
        var stopped = await bench.RunAsync("workflow", "execute", "look.yaml");
        stopped.Code.ShouldNotBe(ExitCodes.Success);
        (stopped.Output + stopped.Error).ShouldContain("'no-inventory'");
    }
}
