using Axle.Testing.Simulation;

namespace Axle.Simulation.Tests;

public sealed class SimulationTests
{
    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_seed_ends_as_the_reference_model_says(int from)
    {
        for (var seed = from; seed < from + 100; seed++)
            Simulator.Run(seed);
    }

    [Fact]
    public void Processes_do_crash_in_the_simulation() =>
        Enumerable.Range(0, 50).Sum(static seed => Simulator.Run(seed)).ShouldBeGreaterThan(10);

    [Theory]
    [InlineData(PlantedFault.ResultRecordedTwice, "recorded twice")]
    [InlineData(PlantedFault.EventLost, "The row says")]
    public void A_planted_fault_is_found(PlantedFault fault, string complaint)
    {
        var options = new SimulationOptions { PlantedFault = fault };
        var found = Should.Throw<SimulationFailedException>(() =>
        {
            for (var seed = 0; seed < 20; seed++)
                Simulator.Run(seed, options);
        });
        found.Message.ShouldContain("Seed ");
        found.InnerException!.Message.ShouldNotBeNullOrEmpty();
        found.Message.ShouldContain(complaint, Case.Insensitive, found.Message);
    }

    /// <summary>Ten blocks of a hundred seeds; AXLE_SIMULATION_BLOCKS asks for more.</summary>
    public static TheoryData<int> Blocks =>
        [.. Enumerable.Range(0, int.TryParse(Environment.GetEnvironmentVariable("AXLE_SIMULATION_BLOCKS"), out var blocks) ? blocks : 10).Select(static b => b * 100)];
}
