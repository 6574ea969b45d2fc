using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>One check that a step's result must pass before dependants start.</summary>
/// <param name="Name">What is checked, for people; null when the check speaks for itself.</param>
/// <param name="Check">Condition over <c>steps.&lt;key&gt;.output</c> of the step itself and whatever the step could read.</param>
/// <param name="Message">What to say when it does not pass; null for a message made from the check.</param>
public sealed record GateCheck(string? Name, Expression Check, string? Message);
