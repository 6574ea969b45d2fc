using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Axle.Workflows.Definition.Writing;

/// <summary>The JSON of steps; what the workflow's defaults say already is left out.</summary>
internal sealed class StepTree
{
    private readonly Tree _tree;
    private readonly StepDefaults _defaults;
    private readonly ActionTree _actions;

    public StepTree(Tree tree, StepDefaults defaults)
    {
        _tree = tree;
        _defaults = defaults;
        _actions = new ActionTree(tree, this);
    }

    /// <summary>A list of steps.</summary>
    public JsonArray List(ImmutableArray<Step> steps) => Tree.List(steps, Write);

    /// <summary>A retry policy: what differs from <paramref name="standard"/>.</summary>
    public static JsonObject Retry(Tree tree, RetryPolicy retry, RetryPolicy standard) => tree.Object(
        TreePart.Number("maxAttempts", retry.MaxAttempts, standard.MaxAttempts),
        TreePart.Unless("initialDelay", retry.InitialDelay == standard.InitialDelay, () => Tree.Time(retry.InitialDelay)),
        TreePart.Unless("multiplier", retry.Multiplier.Equals(standard.Multiplier), () => JsonValue.Create(retry.Multiplier)),
        TreePart.Unless("maxDelay", retry.MaxDelay == standard.MaxDelay, () => Tree.Time(retry.MaxDelay)),
        TreePart.Unless("jitter", retry.Jitter.Equals(standard.Jitter), () => JsonValue.Create(retry.Jitter)),
        TreePart.Unless("on", retry.On.SequenceEqual(standard.On), () => Tree.Kinds(retry.On)),
        TreePart.Unless("notOn", retry.NotOn.SequenceEqual(standard.NotOn), () => Tree.Kinds(retry.NotOn)));

    private JsonObject Write(Step step)
    {
        var defaultModel = step.Provider == _defaults.Provider ? _defaults.Model : null;
        return _tree.Object(
        [
            TreePart.Text("key", step.Key),
            .. _actions.Write(step.Action),
            TreePart.Texts("dependsOn", step.DependsOn),
            TreePart.Condition("when", step.When),
            TreePart.Data("with", step.With),
            TreePart.Text("provider", step.Provider == _defaults.Provider ? null : step.Provider),
            TreePart.Text("model", step.Model == defaultModel ? null : step.Model),
            Retry(step),
            TreePart.Time("timeout", step.Timeout == _defaults.TimeoutOf(step.Action) ? null : step.Timeout),
            TreePart.Time("attemptTimeout", step.AttemptTimeout == _defaults.AttemptTimeoutOf(step.Action) ? null : step.AttemptTimeout),
            TreePart.Unless("fallback", step.Fallbacks.IsEmpty, () => Tree.List(step.Fallbacks, Fallback)),
            TreePart.Unless("onError", step.OnError.IsEmpty, () => Tree.List(step.OnError, Handler)),
            TreePart.Unless("effect", step.Effect == default, () => Tree.Choice(step.Effect)),
            TreePart.Unless("continueOnError", !step.ContinueOnError, static () => JsonValue.Create(true)),
            TreePart.Unless("compensate", step.Compensate is null, () => Write(step.Compensate!)),
            TreePart.Text("circuitBreaker", step.CircuitBreaker),
            TreePart.Text("bulkhead", step.Bulkhead),
            TreePart.Unless("cache", step.Cache is null, () => _tree.Object(TreePart.Data("key", step.Cache!.Key), TreePart.Time("ttl", step.Cache.Ttl))),
            TreePart.Unless("priority", step.Priority is null, () => JsonValue.Create(step.Priority)),
            TreePart.Unless("gate", step.Gate.IsEmpty, () => Tree.List(step.Gate, Check)),
            TreePart.Data("guardrails", step.Guardrails),
            TreePart.Text("description", step.Description),
        ]);
    }

    /// <summary>What a step does not say of its retries comes from the defaults, but whether it says anything is compared with silence.</summary>
    private TreePart Retry(Step step)
    {
        if (Retry(_tree, step.Retry, _defaults.RetryOf(step.Action)).Count == 0)
            return default;
        var retry = Retry(_tree, step.Retry, _defaults.Retry ?? RetryPolicy.Default);
        if (retry.Count == 0)
            retry["maxAttempts"] = step.Retry.MaxAttempts;
        return TreePart.Of("retry", retry);
    }

    private JsonObject Fallback(Fallback fallback) => _tree.Object(
    [
        .. fallback.Action is { } action ? _actions.Write(action) : [],
        TreePart.Text("provider", fallback.Provider),
        TreePart.Text("model", fallback.Model),
        TreePart.Data("with", fallback.With),
    ]);

    private JsonObject Handler(ErrorHandler handler) => _tree.Object(
        TreePart.Unless("kinds", handler.Kinds.IsEmpty, () => Tree.Kinds(handler.Kinds)), TreePart.Of("steps", List(handler.Steps)));

    private JsonObject Check(GateCheck check) => _tree.Object(
        TreePart.Text("name", check.Name), TreePart.Condition("check", check.Check), TreePart.Text("message", check.Message));
}
