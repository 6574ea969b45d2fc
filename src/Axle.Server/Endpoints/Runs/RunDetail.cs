using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Runs;

/// <summary>A run with everything but its steps.</summary>
public sealed record RunDetail : RunItem
{
    [SetsRequiredMembers]
    private RunDetail(RunItem item)
        : base(item)
    {
    }

    /// <summary>The inputs.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>What it returned; null until it completed.</summary>
    public JsonElement? Outputs { get; init; }

    /// <summary>The variables of its own workflow, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>What it failed with, with its kind; null when it has not failed.</summary>
    public RunError? Failure { get; init; }

    /// <summary>What it waits for.</summary>
    public IReadOnlyList<RunWait> Waits { get; init; } = [];

    /// <summary>Facts that its host gave it.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The fork that was chosen: this one, or the one that took this run's place; null when none was.</summary>
    public RunPromotion? Promotion { get; init; }

    /// <summary>Tokens that its steps spent on models.</summary>
    public long Tokens { get; init; }

    /// <summary>What it may spend; null for no limit.</summary>
    public RunLimit? Budget { get; init; }

    internal static RunDetail Of(RunItem item, RunState state, RunPromotion? promotion) => new(item)
    {
        Inputs = state.Inputs.Value,
        Outputs = state.Outputs?.Value,
        Variables = state.Variables.ToDictionary(static v => v.Key, static v => v.Value),
        Failure = RunError.Of(state.Error),
        Waits = state.Status.IsEnded() ? [] : [.. state.Records.Select(RunWait.Of).OfType<RunWait>()],
        Attributes = state.Attributes,
        Promotion = promotion,
        Tokens = state.Spent.Tokens,
        Budget = state.Budget is { } budget ? new RunLimit(budget.Usd, budget.Tokens, budget.Calls) : null,
    };
}

/// <summary>What a run may spend on models; null for no limit.</summary>
/// <param name="Usd">US dollars.</param>
/// <param name="Tokens">Tokens, in and out together.</param>
/// <param name="Calls">Calls.</param>
public sealed record RunLimit(decimal? Usd, long? Tokens, long? Calls);

/// <summary>An error of a run or a step.</summary>
/// <param name="Kind">Its class.</param>
/// <param name="Message">What is wrong, where, and how to mend it.</param>
public sealed record RunError(string Kind, string Message)
{
    internal static RunError? Of(AxleError? error) => error is null ? null : new RunError(error.Kind.ToName(), error.Message);
}

/// <summary>Something that a run waits for.</summary>
/// <param name="Step">Address of the step that waits.</param>
/// <param name="Kind"><c>approval</c>, <c>signal</c>, <c>time</c>, <c>retry</c> or <c>outcome</c>, which a person has to tell.</param>
/// <param name="For">The signal, or the question; null for others.</param>
/// <param name="Since">When it began to.</param>
/// <param name="Until">When the wait is over by itself; null when only something from outside ends it.</param>
public sealed record RunWait(string Step, string Kind, string? For, DateTimeOffset? Since, DateTimeOffset? Until)
{
    internal static RunWait? Of(StepRecord step) => step switch
    {
        { Status: StepStatus.Unresolved } => new(step.Path, "outcome", null, step.StartedAt, null),
        { Status: StepStatus.Waiting, Question: { } question } =>
            new(step.Path, "approval", StepQuestion.Of(question.Value).Message, step.StartedAt, step.WaitsUntil),
        { Status: StepStatus.Waiting, WaitsFor: { } signal } => new(step.Path, "signal", signal, step.StartedAt, step.WaitsUntil),
        { Status: StepStatus.Waiting } => new(step.Path, "time", null, step.StartedAt, step.WaitsUntil),
        { Status: StepStatus.Retrying } => new(step.Path, "retry", null, step.StartedAt, step.RetryAt),
        _ => null,
    };
}
