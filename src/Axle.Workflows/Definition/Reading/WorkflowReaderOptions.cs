namespace Axle.Workflows.Definition.Reading;

/// <summary>How a file is read.</summary>
public sealed record WorkflowReaderOptions
{
    /// <summary>Refuses what this version does not execute: right for everything that wants to run the workflow.</summary>
    public static WorkflowReaderOptions Default { get; } = new();

    /// <summary>Accepts the whole language.</summary>
    public static WorkflowReaderOptions Everything { get; } = new() { AllowNotExecutable = true };

    /// <summary>Whether parts of the language that this version does not execute are accepted: for editors and for writing files again.
    /// False by default.</summary>
    public bool AllowNotExecutable { get; init; }
}
