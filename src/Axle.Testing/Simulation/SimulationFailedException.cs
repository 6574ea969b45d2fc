namespace Axle.Testing.Simulation;

/// <summary>A simulation found a fault. The message says which seed repeats it.</summary>
public sealed class SimulationFailedException : Exception
{
    /// <summary>Describes the fault.</summary>
    public SimulationFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
