using System.Collections.Immutable;
using Axle.Testing.Simulation;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>sim</c>.</summary>
/// <param name="Seed">The first seed.</param>
/// <param name="Seeds">How many seeds were simulated.</param>
/// <param name="Crashes">How often processes crashed in those that went well.</param>
/// <param name="Faults">The seeds that failed.</param>
internal sealed record SimulationDocument(int Seed, int Seeds, int Crashes, ImmutableArray<SimulationFaultPart> Faults)
{
    public static SimulationDocument Of(int seed, SimulationReport report) => new(
        seed, report.Seeds, report.Crashes,
        [.. report.Faults.Select(static f => new SimulationFaultPart(f.Seed, f.Message, f.Options.ToString(), f.Workflow))]);
}

/// <summary>A seed that failed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Message">What is wrong, with the last events.</param>
/// <param name="Options">The least trouble under which it still fails.</param>
/// <param name="Workflow">The least workflow with which it still fails.</param>
internal sealed record SimulationFaultPart(int Seed, string Message, string Options, string Workflow);
