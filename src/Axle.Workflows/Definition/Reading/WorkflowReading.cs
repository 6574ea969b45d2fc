using System.Diagnostics.CodeAnalysis;
using Axle.Workflows.Definition.Faults;

namespace Axle.Workflows.Definition.Reading;

/// <summary>What came out of reading a file: a workflow, or everything that is wrong with the file.</summary>
/// <param name="Workflow">The workflow; null when there is any fault.</param>
/// <param name="Faults">All faults, by position; at most 100 and a last one that counts the others. Empty when valid.</param>
public sealed record WorkflowReading(Workflow? Workflow, IReadOnlyList<Fault> Faults)
{
    /// <summary>Whether there is a workflow.</summary>
    [MemberNotNullWhen(true, nameof(Workflow))]
    public bool IsValid => Workflow is not null;

    /// <summary>All faults, one a line; empty when valid.</summary>
    public override string ToString() => string.Join('\n', Faults);

    /// <summary>The workflow, or an error that lists all faults.</summary>
    /// <exception cref="AxleException">Validation: the file is faulty.</exception>
    public Workflow Require() => Workflow ?? throw new AxleException(ErrorKind.Validation, ToString());
}
