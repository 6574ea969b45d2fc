namespace Axle.Testing.Simulation;

/// <summary>What a simulation does to the engine.</summary>
/// <param name="Steps">Most steps of the generated workflow, 1 to 100.</param>
/// <param name="CrashRate">Chance of a crash between any two continuations, 0 to 1.</param>
/// <param name="StoreFaultRate">Chance that an append fails, before or after it became durable, 0 to 1.</param>
/// <param name="ReadFaultRate">Chance that a read, a claim or a release fails, 0 to 1.</param>
/// <param name="Meddling">Chance that someone interferes with a run that was started or resumed: a pause, a resume, a checkpoint, a cancel, 0 to 1.</param>
/// <param name="Encores">How often a run that ended is taken up again, 0 to 10: a failed one resumed, any one gone back in.</param>
/// <param name="PlantedFault">A fault put into the engine on purpose, to see that it is found.</param>
public sealed record SimulationOptions(
    int Steps = 12,
    double CrashRate = 0.01,
    double StoreFaultRate = 0.02,
    double ReadFaultRate = 0.01,
    double Meddling = 0.3,
    int Encores = 2,
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
