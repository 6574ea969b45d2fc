using Axle.Testing.Simulation;

namespace Axle.Simulation.Tests;

public sealed class SimulationTests
{
    private static readonly SimulationOptions Rough = new(
        CrashRate: 0.01,
        StoreFaultRate: 0.03,
        ReadFaultRate: 0.02,
        QueueFaultRate: 0.15,
        Meddling: 0.05,
        Encores: 4,
        ClockSkew: TimeSpan.FromHours(1));

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_seed_ends_as_the_reference_model_says(int from) => Holds(Run(from, 100));

    [Fact]
    public void Every_seed_ends_so_in_a_rough_world_too() => Holds(Run(100_000, 100, Rough));

    [Fact]
    public void Processes_do_crash_in_the_simulation() =>
        Run(0, 50, Rough).Crashes.ShouldBeGreaterThan(50);

    [Theory]
    [InlineData(PlantedFault.ResultRecordedTwice, "recorded twice")]
    [InlineData(PlantedFault.EventLost, "")]
    [InlineData(PlantedFault.TimerLost, "The row wakes at")]
    [InlineData(PlantedFault.SignalLost, "")]
    [InlineData(PlantedFault.UndoForgotten, "")]
    public void A_planted_fault_is_found(PlantedFault fault, string complaint)
    {
        var options = new SimulationOptions { PlantedFault = fault };
        var found = Should.Throw<SimulationFailedException>(() =>
        {
            for (var seed = 0; seed < 100; seed++)
                Simulator.Run(seed, options);
        });
        found.Message.ShouldStartWith("Seed ");
        found.Message.ShouldContain(complaint, Case.Insensitive, found.Message);
    }

    [Fact]
    public void A_seed_that_fails_fails_the_same_way_again_and_is_made_small()
    {
        var options = new SimulationOptions { PlantedFault = PlantedFault.ResultRecordedTwice };
        var first = Run(0, 3, options).Faults[0];
        Run(0, 3, options).Faults[0].ShouldBe(first);
        first.Options.CrashRate.ShouldBe(0);
        first.Workflow.ShouldStartWith("name: simulated");
    }

    /// <summary>Ten blocks of a hundred seeds; AXLE_SIMULATION_BLOCKS asks for more.</summary>
    public static TheoryData<int> Blocks =>
        [.. Enumerable.Range(0, int.TryParse(Environment.GetEnvironmentVariable("AXLE_SIMULATION_BLOCKS"), out var blocks) ? blocks : 10).Select(static b => b * 100)];

    private static SimulationReport Run(int from, int count, SimulationOptions? options = null) =>
        Simulator.RunMany(from, count, options, cancellationToken: TestContext.Current.CancellationToken);

    private static void Holds(SimulationReport report) =>
        report.Faults.IsEmpty.ShouldBeTrue(string.Join("\n\n", report.Faults.Select(static f => $"{f.Message}\n{f.Options}\n{f.Workflow}")));
}
