using Axle.Workflows.Expressions;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>What the expressions of a step, or of the run's outputs, may see.</summary>
internal sealed class RunScope(RunState state, ScopeState scope, StepState? step, DateTimeOffset now) : IExpressionScope
{
    public DateTimeOffset Now => now;

    public static RunScope For(Decision decision, StepState step) => new(decision.State, step.Scope, step, decision.Now);

    public bool TryGetContext(string name, out ExpressionValue value)
    {
        switch (name.ToLowerInvariant())
        {
            case "inputs":
                value = ExpressionValue.FromJson(state.Inputs.Value);
                return true;
            case "variables":
                value = ExpressionValue.Of(state.Variables.Select(static v => KeyValuePair.Create(v.Key, ExpressionValue.FromJson(v.Value))));
                return true;
            case "steps":
                value = ExpressionValue.Of(new StepsContext(scope));
                return true;
            case "run":
                value = ExpressionValue.Of(RunContext());
                return true;
            case "env":
                value = ExpressionValue.Of(state.Attributes
                    .Where(static a => a.Key.StartsWith(EnvPrefix, StringComparison.Ordinal))
                    .Select(static a => KeyValuePair.Create(a.Key[EnvPrefix.Length..], ExpressionValue.Of(a.Value))));
                return true;
            default:
                value = default;
                return false;
        }
    }

    public bool Success() => FirstBlocking() is null;

    public bool Failure() => FirstBlocking() is not null;

    public bool Cancelled() => state.Status == RunStatus.Cancelled;

    /// <summary>The steps that keep this one from running, in words.</summary>
    public string WhatBlocks() => FirstBlocking() is { } blocking ? $"step '{blocking.Definition.Key}'" : "nothing";

    private const string EnvPrefix = "env.";

    private StepState? FirstBlocking()
    {
        if (step is null)
            return null;
        foreach (var index in scope.Graph.Dependencies(step.Index))
        {
            if (scope.Steps[index].BlocksDependants)
                return scope.Steps[index];
        }

        return null;
    }

    private IEnumerable<KeyValuePair<string, ExpressionValue>> RunContext() =>
    [
        KeyValuePair.Create("id", ExpressionValue.Of(state.Id.Value)),
        KeyValuePair.Create("workflow", ExpressionValue.Of(state.Workflow.Name)),
        KeyValuePair.Create("version", ExpressionValue.Of(state.Workflow.Version)),
        KeyValuePair.Create("status", ExpressionValue.Of(state.Status.ToString().ToLowerInvariant())),
        KeyValuePair.Create("startedAt", ExpressionValue.Of(state.CreatedAt.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture))),
        KeyValuePair.Create("attributes", ExpressionValue.Of(
            state.Attributes.Select(static a => KeyValuePair.Create(a.Key, ExpressionValue.Of(a.Value))))),
    ];
}
