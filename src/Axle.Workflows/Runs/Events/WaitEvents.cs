namespace Axle.Workflows.Runs.Events;

/// <summary>The step waits: for a time, for a signal, or for the next round of its loop.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">Which attempt, from 1.</param>
/// <param name="Until">When the wait is over by itself; null when only a signal ends it.</param>
/// <param name="Signal">The signal that ends it; null for a wait for time.</param>
public sealed record StepWaiting(string Path, int Attempt, DateTimeOffset? Until, string? Signal) : RunEvent;

/// <summary>A person is asked.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">Which attempt, from 1.</param>
/// <param name="Question">An object: <c>message</c>, <c>assignees</c>, <c>parameters</c>, <c>schema</c>, <c>editable</c>.</param>
/// <param name="Until">When no answer counts as one; null for never.</param>
public sealed record ApprovalRequested(string Path, int Attempt, Payload Question, DateTimeOffset? Until) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => [Question];
}

/// <summary>Nobody answered for a while: more people are asked.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Escalation">Which escalation, from 0.</param>
public sealed record ApprovalEscalated(string Path, int Escalation) : RunEvent;

/// <summary>A signal came and is kept until a step takes it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Body">What it brings.</param>
/// <param name="By">Who sent it.</param>
public sealed record SignalReceived(string Id, string Name, Payload Body, string By) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => [Body];
}

/// <summary>A signal came that does not fit the run as it stands, and changed nothing.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="By">Who sent it.</param>
/// <param name="Reason">Why, and what would fit.</param>
public sealed record SignalIgnored(string Id, string Name, string By, string Reason) : RunEvent;
