using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>One attempt of one step, as its handler sees it.</summary>
public sealed record StepContext
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>Address of the step in the run: keys joined by <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The step's key.</summary>
    public required string Key { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Whether a failure of this attempt, however transient, is not followed by another attempt at the same action.</summary>
    public bool IsLastAttempt { get; init; }

    /// <summary>What to do: the step's action, or that of the fallback in force.</summary>
    public required StepAction Action { get; init; }

    /// <summary>
    /// The evaluated input: what <c>with</c> gave (an object, empty without one); for a prompt <c>{"prompt": text, "with": {…}}</c>.
    /// </summary>
    public required Payload Input { get; init; }

    /// <summary>Preferred model provider, by name or alias; null when the step has no wish.</summary>
    public string? Provider { get; init; }

    /// <summary>Preferred model; null when the step has no wish.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The same for every attempt at the same work, also after a crash: hand it to outside systems that take an idempotency key.
    /// </summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>Longest time for this attempt; null for no limit. The engine keeps it; it is here for handlers that can plan with it.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>What happens when the work is done twice.</summary>
    public StepEffect Effect { get; init; }

    /// <summary>Facts the host gave the run when it started: <c>workspace</c>, <c>apply</c> …</summary>
    public required ImmutableDictionary<string, string> Attributes { get; init; }

    /// <summary>The steps that ended so far in the lists of steps that this one can see, outer lists first: what upstream steps returned, and how the run went.</summary>
    public required IReadOnlyList<StepRecord> Ended { get; init; }

    /// <summary>Keys of the steps of the same list that this one depends on, directly or through others.</summary>
    public required IReadOnlyList<string> Upstream { get; init; }
}
