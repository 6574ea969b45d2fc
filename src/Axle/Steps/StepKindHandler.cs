using Axle.Workflows.Ports;

namespace Axle.Steps;

/// <summary>Who does the steps of one kind.</summary>
/// <param name="Kind">The kind as workflow files name it: <c>run</c>, <c>code</c> …</param>
/// <param name="Handler">Does them.</param>
internal sealed record StepKindHandler(string Kind, IStepHandler Handler);
