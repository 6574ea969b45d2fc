namespace Axle.Workflows.Definition.Faults;

/// <summary>One thing that is wrong with a workflow file.</summary>
/// <param name="Code">The sort of fault, for example <c>AXL0141</c>; each has a page in <c>docs/errors</c>.</param>
/// <param name="File">Name of the file, as it was given to the reader.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1, in UTF-16 units.</param>
/// <param name="Path">Place in the workflow, for example <c>steps[2].dependsOn[0]</c>; empty for the whole file.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Cure">How to mend it.</param>
public sealed record Fault(string Code, string File, int Line, int Column, string Path, string Message, string Cure)
{
    /// <summary>
    /// One line that editors and people can follow:
    /// <c>deploy.yaml(14,18): step 'smoke-tests' depends on 'deploy-stagin', which does not exist. Did you mean 'deploy-staging'? [AXL0141]</c>.
    /// </summary>
    public override string ToString() => $"{File}({Line},{Column}): {Message} {Cure} [{Code}]";
}
