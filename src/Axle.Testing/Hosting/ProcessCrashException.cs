namespace Axle.Testing.Hosting;

/// <summary>Thrown by a step handler in a <see cref="WorkflowTestHost"/>: the process ends here, as kill -9 ends it, and another goes on.</summary>
public sealed class ProcessCrashException : Exception
{
    /// <summary>Ends the process.</summary>
    public ProcessCrashException()
        : base("The process crashes here, says the test.")
    {
    }
}
