using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>What a step does instead when it is out of attempts: what is null stays as in the step.</summary>
/// <param name="Action">Another action: agent, prompt or tool.</param>
/// <param name="Provider">Another model provider.</param>
/// <param name="Model">Another model.</param>
/// <param name="With">Other inputs.</param>
public sealed record Fallback(StepAction? Action, string? Provider, string? Model, Template? With);
