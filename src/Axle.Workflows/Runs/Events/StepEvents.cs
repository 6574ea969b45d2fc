using System.Collections.Immutable;

namespace Axle.Workflows.Runs.Events;

/// <summary>An attempt began. Recorded before the work is handed out.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">Which attempt, from 1; counts on through fallbacks.</param>
/// <param name="Input">The evaluated input; null when it is that of the attempt before.</param>
public sealed record StepStarted(string Path, int Attempt, Payload? Input) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => Input is null ? [] : [Input];
}

/// <summary>An attempt failed, and another will follow, or something else decides what happens next.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="RetryAt">When the next attempt is due; null when there is none with this action.</param>
/// <param name="Usage">What it spent on models all the same; null for nothing.</param>
public sealed record StepAttemptFailed(
    string Path, int Attempt, AxleError Error, DateTimeOffset? RetryAt, ModelUsage? Usage = null) : RunEvent
{
    /// <summary>What was decided until it failed; null for nothing.</summary>
    public IReadOnlyList<StepDecision>? Decisions { get; init; }
}

/// <summary>The step is out of attempts and goes on with a fallback.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Fallback">Which fallback, from 0.</param>
/// <param name="To">What is tried now, in words.</param>
/// <param name="Because">The error that led here.</param>
public sealed record StepFellBack(string Path, int Fallback, string To, AxleError Because) : RunEvent;

/// <summary>The step is out of attempts and fallbacks; the steps of an error handler run now.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Handler">Which handler, from 0.</param>
/// <param name="Error">The error it handles.</param>
public sealed record StepHandled(string Path, int Handler, AxleError Error) : RunEvent;

/// <summary>The step ended with an output. There is one such event for a step, whatever happened before.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">The attempt that brought it; 0 for steps that need none.</param>
/// <param name="Output">The output.</param>
/// <param name="Decisions">What was decided on the way.</param>
/// <param name="Usage">What it spent on models; null for nothing.</param>
/// <param name="Signal">Id of the signal that it took; null when it waited for none.</param>
public sealed record StepCompleted(
    string Path, int Attempt, Payload Output, ImmutableArray<StepDecision> Decisions, ModelUsage? Usage = null, string? Signal = null) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => [Output];
}

/// <summary>An attempt brought no result yet: its handler noted how far it has come, and goes on when the steps that it asked for have ended.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Turn">Which turn, from 0.</param>
/// <param name="Note">What the handler noted.</param>
/// <param name="Decisions">What was decided on the way.</param>
/// <param name="Workflow">The steps that it asked for and that begin now, in a workflow as JSON; null when it asked for none.</param>
/// <param name="Inputs">The inputs of that workflow; null without one.</param>
/// <param name="Usage">What it spent on models; null for nothing.</param>
public sealed record StepTurned(
    string Path,
    int Attempt,
    int Turn,
    Payload Note,
    ImmutableArray<StepDecision> Decisions,
    Payload? Workflow = null,
    Payload? Inputs = null,
    ModelUsage? Usage = null) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => new[] { Note, Workflow, Inputs }.OfType<Payload>();
}

/// <summary>The step is out of attempts, fallbacks and handlers.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Error">The last error.</param>
/// <param name="Continued">Whether dependants run all the same (<c>continueOnError</c>).</param>
public sealed record StepFailed(string Path, AxleError Error, bool Continued) : RunEvent;

/// <summary>The step does not run.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Blocked">True when a step before it did not succeed; false when its own condition was false.</param>
public sealed record StepSkipped(string Path, string Reason, bool Blocked) : RunEvent;
