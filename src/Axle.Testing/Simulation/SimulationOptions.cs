namespace Axle.Testing.Simulation;

/// <summary>What a simulation does to the engine.</summary>
/// <param name="Steps">Most steps of the generated workflow, 1 to 100.</param>
/// <param name="CrashRate">Chance of a crash between any two continuations, 0 to 1.</param>
/// <param name="StoreFaultRate">Chance that an append fails, before or after it became durable, 0 to 1.</param>
/// <param name="PlantedFault">A fault put into the engine on purpose, to see that it is found.</param>
public sealed record SimulationOptions(
    int Steps = 12,
    double CrashRate = 0.01,
    double StoreFaultRate = 0.02,
    PlantedFault PlantedFault = PlantedFault.None);

/// <summary>Faults that can be planted, to prove that a simulation finds them.</summary>
public enum PlantedFault
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The result of a step is stored twice.</summary>
    ResultRecordedTwice,

    /// <summary>An event is lost between decision and store.</summary>
    EventLost,
}
