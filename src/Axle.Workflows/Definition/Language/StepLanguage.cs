using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Validation;

namespace Axle.Workflows.Definition.Language;

/// <summary>The keys of a step.</summary>
internal static class StepLanguage
{
    private static readonly Key<StepDraft>[] Shared = [.. ActionLanguage.Keys, .. Settings()];

    /// <summary>A step of a list, which has a key.</summary>
    public static KeyTable<StepDraft> Listed { get; } = new("step", "a step", [KeyOfStep(required: true), .. Shared]);

    /// <summary>The step that undoes another, which needs no key.</summary>
    public static KeyTable<StepDraft> Undo { get; } = new("undoStep", "'compensate'", [KeyOfStep(required: false), .. Shared]);

    /// <summary>Names of the step kinds, in the order of the language page.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Shared.Select(static k => k.Kind).OfType<string>().Distinct()];

    private static Key<StepDraft, (string Text, Source.Node Node)> KeyOfStep(bool required) => new(
        "key", new PlacedShape<string>(Values.StepKey), "Names the step; unique in its list, letter case ignored.", "key: run-tests",
        static (d, v) =>
        {
            (d.Entry.Key, d.Entry.KeyNode) = v;
            return d;
        })
    { Required = required };

    private static Key<StepDraft>[] Settings() =>
    [
        Setting(
            "dependsOn",
            new ListShape<(string Text, Source.Node Node)>("a list of step keys", new PlacedShape<string>(Values.StepKey), 0, 1000, orSingle: true),
            "Steps of the same list that must have ended first. A step that an expression reads is a dependency by itself.",
            "dependsOn: [lint, run-tests]", static (d, v) =>
            {
                foreach (var (_, node) in v)
                    d.Entry.DependsOn.Add(node);
            }),
        Setting(
            "when", new ConditionShape(ExpressionPlace.Step),
            "Condition; the step is skipped when it is false. Without it the step runs when nothing before it failed: success().",
            "when: ${{ inputs.deploy == true }}", static (d, v) => d.When = v),
        Setting(
            "with", Values.StepInputs, "Inputs of the step by name. The one place that may read secrets.",
            "with: { path: src, depth: \"${{ inputs.depth }}\" }", static (d, v) => d.With = v),
        Setting("provider", Values.Line, "Model provider to prefer.", "provider: claude", static (d, v) => d.Provider = v),
        Setting("model", Values.Line, "Model to prefer.", "model: claude-sonnet-4-5", static (d, v) => d.Model = v),
        Setting(
            "retry", RetryLanguage.Shape, "How often and after what wait a failed attempt is followed by another.",
            "retry: { maxAttempts: 5, initialDelay: 2s }", static (d, v) => d.Retry = v),
        Setting("timeout", Values.Time, "Longest time for the step with all its attempts.", "timeout: 30m", static (d, v) => d.Timeout = v),
        Setting(
            "attemptTimeout", Values.Time, "Longest time for one attempt.", "attemptTimeout: 2m", static (d, v) => d.AttemptTimeout = v),
        Setting(
            "fallback", SettingLanguage.Fallbacks,
            "What to try instead, in order, when the step is out of attempts. What a fallback does not say stays as in the step.",
            "fallback: [{ provider: openai }, { agent: writer }]", static (d, v) => d.Fallbacks = v),
        Setting(
            "onError", SettingLanguage.OnError,
            "Steps to run instead of failing, by kind of error or 'default'; the first that matches is taken.",
            "onError: { default: [{ key: tell, tool: notify }] }", static (d, v) => d.OnError = v),
        Setting(
            "effect",
            new ChoiceShape<StepEffect>(("safe", StepEffect.Safe), ("idempotent", StepEffect.Idempotent), ("once", StepEffect.Once)),
            "What doing the work twice would mean: nothing (safe), nothing when the idempotency key is kept (idempotent, the default), or "
            + "harm (once): then an attempt whose outcome is unknown is not made again, and the run waits until somebody says how it ended.",
            "effect: once", static (d, v) => d.Effect = v),
        Setting(
            "continueOnError", Values.Boolean, "Whether the run goes on although this step failed; false by default.",
            "continueOnError: true", static (d, v) => d.ContinueOnError = v),
        Setting(
            "compensate", Values.Undo, "The step that undoes this one when a later step fails.", "compensate: { tool: delete-machine }",
            static (d, v) => d.Compensate = v),
        Setting(
            "circuitBreaker", Values.Word, "Named circuit breaker that the step goes through.", "circuitBreaker: payment-service",
            static (d, v) => d.CircuitBreaker = v),
        Setting(
            "bulkhead", Values.Word, "Named pool that limits how many such steps run at once.", "bulkhead: heavy",
            static (d, v) => d.Bulkhead = v),
        Setting(
            "cache", SettingLanguage.Cache, "Reuse of the result while its key is the same.",
            "cache: { key: \"${{ inputs.commit }}\", ttl: 7d }", static (d, v) => d.Cache = v),
        Setting(
            "priority", Values.Importance, "Importance among ready steps, -100 to 100; the run's by default.", "priority: 10",
            static (d, v) => d.Priority = v),
        Setting(
            "gate", SettingLanguage.Gate, "Checks that the result must pass before dependants start.",
            "gate: [{ check: \"${{ steps.test.output.failed == 0 }}\" }]", static (d, v) => d.Gate = v),
        Setting(
            "guardrails", new DataShape(), "Settings of the guards around the step.", "guardrails: { output: { pii: redact } }",
            static (d, v) => d.Guardrails = v),
        Setting(
            "description", Values.Paragraph, "What the step is for.", "description: Looks for known weaknesses",
            static (d, v) => d.Description = v),
    ];

    private static Key<StepDraft, T> Setting<T>(string name, Shape<T> shape, string description, string example, Action<StepDraft, T> set) =>
        new(name, shape, description, example, (draft, value) =>
        {
            set(draft, value);
            return draft;
        })
        { Instead = ExecutableSupport.InsteadOf(name) };
}
