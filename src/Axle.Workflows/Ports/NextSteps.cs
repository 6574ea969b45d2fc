using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>
/// Steps that a handler asks for in the midst of its work. They run in the same run, below the step, with all that steps have: retries, limits,
/// approvals, effects; they see nothing of the steps around them.
/// </summary>
/// <param name="Workflow">The steps, in a workflow of their own; null for none. It may use no other workflow.</param>
/// <param name="Inputs">A JSON object: what the workflow's <c>inputs</c> are. Values given here are never read as expressions.</param>
public sealed record NextSteps(Workflow? Workflow, Payload Inputs)
{
    /// <summary>No steps: the work goes on at once.</summary>
    public static NextSteps None { get; } = new(null, Payload.EmptyObject);
}
