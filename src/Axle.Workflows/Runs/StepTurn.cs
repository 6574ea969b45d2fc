namespace Axle.Workflows.Runs;

/// <summary>One turn of a step whose handler went on: what it noted, and how the steps ended that it asked for.</summary>
/// <param name="Note">What the handler noted.</param>
/// <param name="Results">
/// Step key to <c>{"status", "output" or "error": {"kind", "message"} or "reason"}</c> of every step that it asked for; null when it asked for none, or
/// they have not all ended, or their results are too large to be put together.
/// </param>
/// <param name="Error">Why the results cannot be put together; null when they can.</param>
public sealed record StepTurn(Payload Note, Payload? Results, AxleError? Error = null);
