using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>One step: what it does, when, and what happens when it fails.</summary>
public sealed record Step
{
    /// <summary>Unique in its list; letters, digits, <c>-</c> and <c>_</c>, at most 100 characters.</summary>
    public required string Key { get; init; }

    /// <summary>What the step does.</summary>
    public required StepAction Action { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Keys of steps of the same list that must have ended first, as written. References in expressions add to these (see
    /// <c>WorkflowGraph</c>).</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>Condition; the step is skipped when it is false. Null means <c>success()</c>.</summary>
    public Expression? When { get; init; }

    /// <summary>Inputs of the step: a JSON object with expressions in it; null when it has none.</summary>
    public Template? With { get; init; }

    /// <summary>Model provider to prefer, by name or alias.</summary>
    public string? Provider { get; init; }

    /// <summary>Model to prefer.</summary>
    public string? Model { get; init; }

    /// <summary>How often and when it is tried again. Defaults are already merged in by the reader; a step that does no work of its own
    /// (see <see cref="StepAction.IsWork"/>) has none of them and is tried once unless it says otherwise.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Longest time for the step with all its attempts and the waits between them; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Longest time for one attempt; null for no limit.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>What to try instead, in order, when the step is out of attempts.</summary>
    public ImmutableArray<Fallback> Fallbacks { get; init; } = [];

    /// <summary>Steps to run instead of failing, by kind of error; the first handler that matches is taken.</summary>
    public ImmutableArray<ErrorHandler> OnError { get; init; } = [];

    /// <summary>What doing the work twice would mean.</summary>
    public StepEffect Effect { get; init; }

    /// <summary>Whether dependants run, and the run can succeed, although this step failed.</summary>
    public bool ContinueOnError { get; init; }

    /// <summary>The step that undoes this one; null when there is nothing to undo.</summary>
    public Step? Compensate { get; init; }

    /// <summary>Named circuit breaker this step goes through.</summary>
    public string? CircuitBreaker { get; init; }

    /// <summary>Named concurrency pool this step runs in.</summary>
    public string? Bulkhead { get; init; }

    /// <summary>Reuse of results by key; null for none.</summary>
    public StepCache? Cache { get; init; }

    /// <summary>Importance among ready steps, -100 to 100; null to take the run's.</summary>
    public int? Priority { get; init; }

    /// <summary>Checks that the result must pass before dependants start.</summary>
    public ImmutableArray<GateCheck> Gate { get; init; } = [];

    /// <summary>Settings of the guards around this step, as written; null for the defaults.</summary>
    public JsonElement? Guardrails { get; init; }
}
