using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class SimCommandTests
{
    [Fact]
    public async Task Seeds_are_simulated_and_counted()
    {
        using var bench = new Workbench();
        var sim = await bench.RunAsync("sim", "--seed", "3", "--seeds", "2", "--json");
        sim.Code.ShouldBe(ExitCodes.Success, sim.Output);
        sim.Json.GetProperty("seeds").GetInt32().ShouldBe(2);
        (await bench.RunAsync("sim", "--seed", "3", "--seeds", "1")).Output.ShouldContain("no fault");
        (await bench.RunAsync("sim", "--seeds", "0")).Code.ShouldBe(ExitCodes.Usage);
    }
}
