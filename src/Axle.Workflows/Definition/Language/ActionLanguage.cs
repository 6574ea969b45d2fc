using System.Text.Json;
using Axle.Schemas;
using Axle.Workflows.Definition.Shapes;

namespace Axle.Workflows.Definition.Language;

/// <summary>The keys that say what a step does.</summary>
internal static class ActionLanguage
{
    /// <summary>The keys, in the order of the language page.</summary>
    public static IReadOnlyList<Key<StepDraft>> Keys { get; } =
    [
        Part(
            "agent", "agent", Values.Word,
            "Id or alias of the agent that performs 'action'; found by the action's capability when left out.", "agent: security",
            static (d, v) => d.Agent = v),
        Part(
            "action", "agent", Values.Word, "What the agent does; 'with' gives its inputs.", "action: scan-vulnerabilities",
            static (d, v) => d.AgentAction = v),
        Kind(
            "prompt", Values.StepText.As<StepAction>(static t => new PromptAction(t, null)), "One model call with this text.",
            "prompt: Summarise ${{ inputs.text }}"),
        new Key<StepDraft, (JsonElement Json, JsonSchema Schema)>("output", Values.Schema, "JSON Schema that the answer to 'prompt' must match.", "output: { type: object, required: [summary] }", static (d, v) =>
        {
            d.Output = v.Json;
            return d;
        }) { OnlyFor = ["prompt"] },
        Kind(
            "tool", Values.Word.As<StepAction>(static t => new ToolAction(t)), "One tool call; 'with' gives its arguments.",
            "tool: read-file"),
        Kind(
            "code", ProgramLanguage.Code, "Runs a program in the sandbox; 'with' gives its inputs.",
            "code: { language: python, source: \"print(1 + 1)\" }"),
        Kind("run", ProgramLanguage.Run, "Runs a command of the host, where policy allows it.", "run: [git, status, --short]"),
        Kind("uses", ProgramLanguage.Uses, "Runs another workflow or a library pattern; 'with' gives its inputs.", "uses: ./deploy.yaml"),
        Kind(
            "approval", WaitLanguage.Approval, "Waits for a person to say yes or no.",
            "approval: { message: \"Deploy ${{ inputs.version }}?\", assignees: [ops], timeout: 2d }"),
        Kind("wait", WaitLanguage.Wait, "Waits for a duration, a time or a named signal.", "wait: 5m"),
        Kind(
            "parallel", GroupLanguage.Parallel, "Runs named branches of steps side by side.",
            "parallel: { a: [{ key: x, tool: t }], b: [{ key: y, tool: t }] }"),
        Kind(
            "forEach", RepeatLanguage.ForEach, "Runs steps for each item of a list.",
            "forEach: { items: \"${{ inputs.files }}\", steps: [{ key: check, tool: lint, with: { file: \"${{ item }}\" } }] }"),
        Kind(
            "loop", RepeatLanguage.Loop, "Runs steps again and again, at most 'maxIterations' times.",
            "loop: { until: \"${{ steps.review.output.good }}\", maxIterations: 5, steps: [{ key: review, tool: review }] }"),
        Kind(
            "switch", GroupLanguage.Switch, "Runs the steps of the first case that matches.",
            "switch: { on: \"${{ inputs.env }}\", cases: { prod: [{ key: ask, tool: ask }] } }"),
        Kind(
            "saga", GroupLanguage.Saga, "Runs steps that are all compensated when one fails.",
            "saga: { steps: [{ key: book, tool: book, compensate: { tool: cancel } }] }"),
        Kind(
            "set", new SetShape().As<StepAction>(static t => new SetAction(t)), "Assigns variables that the workflow declares.",
            "set: { count: \"${{ variables.count }}\" }"),
        Kind(
            "fail", Values.StepText.As<StepAction>(static t => new FailAction(t)), "Ends the run with an error.",
            "fail: The branch ${{ inputs.branch }} is not allowed"),
        Kind(
            "return",
            new TemplateShape(TemplateForm.Any, Validation.ExpressionPlace.Step).As<StepAction>(static t => new ReturnAction(t)),
            "Ends the run with a result.", "return: { score: \"${{ steps.review.output.score }}\" }", mayBeEmpty: true),
    ];

    private static Key<StepDraft, StepAction> Kind(string kind, Shape<StepAction> shape, string description, string example, bool mayBeEmpty = false) =>
        new(kind, shape, description, example, static (d, v) =>
        {
            d.Action = v;
            return d;
        })
        { Kind = kind, MayBeEmpty = mayBeEmpty };

    private static Key<StepDraft, string> Part(string name, string kind, Shape<string> shape, string description, string example,
        Action<StepDraft, string> set) =>
        new(name, shape, description, example, (d, v) =>
        {
            set(d, v);
            return d;
        })
        { Kind = kind };
}
