namespace Axle.Workflows.Runs.Events;

/// <summary>A list of inner steps begins: a branch, an item, a round, a case, a saga's or a used workflow's steps.</summary>
/// <param name="Path">Address of the step whose inner steps they are.</param>
/// <param name="Scope">Branch name, or number of the item, round or case; empty where a step has one list only.</param>
/// <param name="Inputs">Checked inputs of a used workflow; null for all others.</param>
/// <param name="Variables">First values of a used workflow's variables; null for all others.</param>
public sealed record ScopeOpened(string Path, string Scope, Payload? Inputs = null, Payload? Variables = null) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => Inputs is null ? [] : Variables is null ? [Inputs] : [Inputs, Variables];
}

/// <summary>All steps of a branch, an item or a round have ended.</summary>
/// <param name="Path">Address of the step whose inner steps they are.</param>
/// <param name="Scope">Branch name, or number of the item or round.</param>
/// <param name="Output">Step key to output; null when a step failed.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record ScopeClosed(string Path, string Scope, Payload? Output, AxleError? Error) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => Output is null ? [] : [Output];
}
