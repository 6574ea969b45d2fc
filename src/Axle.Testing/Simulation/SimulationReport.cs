using System.Collections.Immutable;

namespace Axle.Testing.Simulation;

/// <summary>What came out of many simulations.</summary>
/// <param name="Seeds">How many seeds were simulated.</param>
/// <param name="Crashes">How many processes crashed in those that went well.</param>
/// <param name="Faults">The seeds that failed, at most <see cref="MostFaults"/>: then no more are tried.</param>
public sealed record SimulationReport(int Seeds, int Crashes, ImmutableArray<SimulationFault> Faults)
{
    /// <summary>So many faults are enough to begin with.</summary>
    public const int MostFaults = 10;
}

/// <summary>A seed that failed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Message">What is wrong, with the last events.</param>
/// <param name="Options">The least trouble under which it still fails: give these to <see cref="Simulator.Run(int, SimulationOptions?)"/>.</param>
/// <param name="Workflow">The least workflow, made out of that of the seed, with which it still fails, as YAML; used workflows after it.</param>
public sealed record SimulationFault(int Seed, string Message, SimulationOptions Options, string Workflow);
