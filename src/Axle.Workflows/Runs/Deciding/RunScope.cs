using System.Globalization;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>What the expressions of a step, of a loop's condition, or of a workflow's outputs may see.</summary>
internal sealed class RunScope(RunState state, ScopeState scope, StepState? step, DateTimeOffset now) : IExpressionScope
{
    private const string EnvPrefix = "env.";

    public DateTimeOffset Now => now;

    /// <summary>The round that a loop's condition asks about; null for all else.</summary>
    private int? Round { get; init; }

    /// <summary>A result that is being checked and is not the step's output yet; null for none.</summary>
    private Payload? Result { get; init; }

    public static RunScope For(Decision decision, StepState step) => new(decision.State, step.Scope, step, decision.Now);

    /// <summary>For the conditions of a loop: they see the steps of the last round, if there was one.</summary>
    public static RunScope OfRound(Decision decision, StepState loop, int round) =>
        new(decision.State, loop.Inner!.LastRound ?? loop.Scope, null, decision.Now) { Round = round, Owner = loop };

    /// <summary>For the gate of a step, which sees the result as the step's output.</summary>
    public static RunScope OfResult(Decision decision, StepState step, Payload result) =>
        new(decision.State, step.Scope, step, decision.Now) { Result = result };

    private StepState? Owner { get; init; }

    public bool TryGetContext(string name, out ExpressionValue value)
    {
        switch (name.ToLowerInvariant())
        {
            case "inputs":
                value = ExpressionValue.FromJson(scope.Frame.Inputs.Value);
                return true;
            case "variables":
                value = ExpressionValue.Of(scope.Frame.Variables.Select(static v => KeyValuePair.Create(v.Key, ExpressionValue.FromJson(v.Value))));
                return true;
            case "steps":
                value = ExpressionValue.Of(new StepsContext(scope, Result is null ? null : step, Result));
                return true;
            case "run":
                value = ExpressionValue.Of(RunContext());
                return true;
            case "env":
                value = ExpressionValue.Of(state.Attributes
                    .Where(static a => a.Key.StartsWith(EnvPrefix, StringComparison.Ordinal))
                    .Select(static a => KeyValuePair.Create(a.Key[EnvPrefix.Length..], ExpressionValue.Of(a.Value))));
                return true;
            case "loop":
                value = LoopContext();
                return true;
            default:
                return TryGetItem(name, out value);
        }
    }

    public bool Success() => FirstBlocking() is null;

    public bool Failure() => FirstBlocking() is not null;

    public bool Cancelled() => state.Status == RunStatus.Cancelled;

    /// <summary>A template as text: text as it is, all else as JSON.</summary>
    public string Text(Template template)
    {
        var value = template.Evaluate(this);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }

    /// <summary>The first step that keeps this one from running; null when none does.</summary>
    public static StepState? FirstBlocking(StepState step)
    {
        foreach (var index in step.Scope.Graph.Dependencies(step.Index))
        {
            if (step.Scope.Steps[index].BlocksDependants)
                return step.Scope.Steps[index];
        }

        return null;
    }

    private StepState? FirstBlocking() => step is null ? null : FirstBlocking(step);

    private bool TryGetItem(string name, out ExpressionValue value)
    {
        for (var at = scope; at is not null; at = at.Parent)
        {
            if (at.Role != ScopeRole.Item)
                continue;
            if (name.Equals("item", StringComparison.OrdinalIgnoreCase)
                || name.Equals(((ForEachAction)at.Owner!.Action).As, StringComparison.OrdinalIgnoreCase))
            {
                value = ExpressionValue.FromJson(at.Item);
                return true;
            }

            if (name.Equals("index", StringComparison.OrdinalIgnoreCase))
            {
                value = ExpressionValue.Of((double)at.Index);
                return true;
            }
        }

        value = default;
        return false;
    }

    private ExpressionValue LoopContext()
    {
        if (Round is { } asked)
            return Loop(asked, Owner!.Inner!.LastOutput);
        var at = scope;
        while (at is not null && at.Role != ScopeRole.Round)
            at = at.Parent;
        return at is null ? default : Loop(at.Index, at.Previous);
    }

    private static ExpressionValue Loop(int index, Payload? previous) => ExpressionValue.Of(
    [
        KeyValuePair.Create("index", ExpressionValue.Of((double)index)),
        KeyValuePair.Create("first", ExpressionValue.Of(index == 0)),
        KeyValuePair.Create("previous", previous is null ? default : ExpressionValue.FromJson(previous.Value)),
    ]);

    private IEnumerable<KeyValuePair<string, ExpressionValue>> RunContext() =>
    [
        KeyValuePair.Create("id", ExpressionValue.Of(state.Id.Value)),
        KeyValuePair.Create("workflow", ExpressionValue.Of(scope.Frame.Workflow.Name)),
        KeyValuePair.Create("version", ExpressionValue.Of(scope.Frame.Workflow.Version)),
        KeyValuePair.Create("status", ExpressionValue.Of(state.Status.ToString().ToLowerInvariant())),
        KeyValuePair.Create("startedAt", ExpressionValue.Of(state.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))),
        KeyValuePair.Create("attributes", ExpressionValue.Of(
            state.Attributes.Select(static a => KeyValuePair.Create(a.Key, ExpressionValue.Of(a.Value))))),
    ];
}
