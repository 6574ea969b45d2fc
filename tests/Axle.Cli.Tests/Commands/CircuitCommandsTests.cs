using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class CircuitCommandsTests
{
    [Fact]
    public async Task A_circuit_that_opened_is_listed_and_closed_by_hand()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("circuit", "list")).Error.ShouldContain("No step has gone through");
        bench.Write("flaky.yaml", "name: flaky\nsteps:\n  - {key: call, agent: quality, action: lint-codebase, circuitBreaker: payments, retry: {maxAttempts: 6, initialDelay: 1ms}}\n");
        bench.Steps.Fails("call", ErrorKind.Network, "no answer");
        (await bench.RunAsync("workflow", "execute", "flaky.yaml")).Code.ShouldBe(ExitCodes.Failed);
        var open = (await bench.RunAsync("circuit", "list", "--json")).Json.GetProperty("circuits")[0];
        (open.GetProperty("name").GetString(), open.GetProperty("status").GetString()).ShouldBe(("payments", "open"));
        open.GetProperty("reason").GetString()!.ShouldContain("no answer");
        (await bench.RunAsync("circuit", "reset", "payments")).Output.ShouldContain("is closed");
        (await bench.RunAsync("circuit", "reset", "other")).Code.ShouldBe(ExitCodes.NotFound);
    }
}
