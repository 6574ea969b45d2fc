using Axle.Workflows.Definition;

namespace Axle.Library;

/// <summary>A workflow that the host added by itself.</summary>
/// <param name="Workflow">The workflow.</param>
internal sealed record RegisteredWorkflow(Workflow Workflow);
