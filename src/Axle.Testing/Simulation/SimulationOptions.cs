namespace Axle.Testing.Simulation;

/// <summary>What a simulation does to the engine.</summary>
/// <param name="Steps">Most steps of the generated workflow, inner ones counted, 1 to 100.</param>
/// <param name="CrashRate">Chance of a crash between any two continuations, 0 to 1.</param>
/// <param name="StoreFaultRate">Chance that an append fails, before or after it became durable, 0 to 1.</param>
/// <param name="ReadFaultRate">Chance that a read, a claim or a release fails, 0 to 1.</param>
/// <param name="QueueFaultRate">Chance that work is delivered late, or twice, 0 to 1.</param>
/// <param name="Meddling">Chance that someone interferes with the run after a commit: a pause, a checkpoint, a cancel, a rollback, 0 to 1.</param>
/// <param name="Encores">How often a run that ended is taken up again, 0 to 10: a failed one resumed, any one gone back in.</param>
/// <param name="ClockSkew">Most that the clock of a process is wrong, and is set back at times.</param>
/// <param name="PlantedFault">A fault put into the engine on purpose, to see that it is found.</param>
public sealed record SimulationOptions(
    int Steps = 14,
    double CrashRate = 0.002,
    double StoreFaultRate = 0.01,
    double ReadFaultRate = 0.005,
    double QueueFaultRate = 0.05,
    double Meddling = 0.02,
    int Encores = 2,
    TimeSpan ClockSkew = default,
    PlantedFault PlantedFault = PlantedFault.None)
{
    /// <summary>A world in which nothing goes wrong but what the workflow's own steps do.</summary>
    public static SimulationOptions Calm { get; } = new(CrashRate: 0, StoreFaultRate: 0, ReadFaultRate: 0, QueueFaultRate: 0, Meddling: 0, Encores: 0);
}

/// <summary>Faults that can be planted, to prove that a simulation finds them.</summary>
public enum PlantedFault
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The result of a step is stored twice.</summary>
    ResultRecordedTwice,

    /// <summary>An event is lost between decision and store.</summary>
    EventLost,

    /// <summary>The time at which a waiting run is to be woken is lost.</summary>
    TimerLost,

    /// <summary>A signal is used up, and its name is lost, so that nobody who waits for it gets it after a crash.</summary>
    SignalLost,

    /// <summary>A step is undone, and that it was is not recorded.</summary>
    UndoForgotten,
}
