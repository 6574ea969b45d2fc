using Axle.Workflows.Definition.Faults;

namespace Axle.Workflows.Definition.Source;

/// <summary>The file cannot be read any further. Caught by the reader; carries the fault that ends the reading.</summary>
internal sealed class UnreadableException(FaultCode code, int offset, string problem, string cure) : Exception(problem)
{
    /// <summary>What sort of fault.</summary>
    public FaultCode Code { get; } = code;

    /// <summary>Where in the text.</summary>
    public int Offset { get; } = offset;

    /// <summary>What is wrong.</summary>
    public string Problem { get; } = problem;

    /// <summary>How to mend it.</summary>
    public string Cure { get; } = cure;
}
