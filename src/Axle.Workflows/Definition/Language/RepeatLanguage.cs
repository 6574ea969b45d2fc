using System.Collections.Immutable;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Language;

/// <summary>The keys of <c>forEach</c> and <c>loop</c>.</summary>
internal static class RepeatLanguage
{
    private static readonly string[] Contexts = ["inputs", "variables", "steps", "item", "index", "loop", "run", "env", "secrets"];

    private static readonly TextShape ItemName =
        new("a name of letters, digits, '-' and '_' that is no context already", 100, static t => NameForms.IsIdentifier(t) && !Contexts.Contains(t, StringComparer.OrdinalIgnoreCase), "^[A-Za-z_][A-Za-z0-9_-]*$");

    private static readonly NumberShape<int> Many = new(1, 10_000);

    public static KeyTable<ForEachDraft> ForEachTable { get; } = new(
        "forEach",
        "'forEach'",
        ForEachKey(
            "items", new TemplateShape(TemplateForm.List, ExpressionPlace.Step), "The list, or an expression that gives one.",
            "items: ${{ inputs.files }}", static (a, v) => a with { Items = v }, required: true),
        new Key<ForEachDraft, string>(
            "as", ItemName, "A second name of 'item', so that inner steps can reach an outer item.", "as: file",
            static (d, v) => d.Named(v)),
        ForEachKey(
            "steps", new StepsShape(ScopeKind.ForEach), "What is done for each item; reads 'item' and 'index'.",
            "steps: [{ key: check, tool: lint, with: { file: \"${{ item }}\" } }]", static (a, v) => a with { Steps = v },
            required: true),
        ForEachKey(
            "concurrency", Many, "Items in work at once; 1 by default.", "concurrency: 4", static (a, v) => a with { Concurrency = v }),
        ForEachKey(
            "batchSize", new NumberShape<int>(1, 100_000), "When more than 1, 'item' is a list of up to this many items; 1 by default.",
            "batchSize: 50", static (a, v) => a with { BatchSize = v }),
        ForEachKey(
            "onItemError",
            new ChoiceShape<ItemErrorChoice>(("fail", ItemErrorChoice.Fail), ("failAtEnd", ItemErrorChoice.FailAtEnd), ("continue", ItemErrorChoice.Continue)),
            "What a failed item means: fail at once, fail when all were tried, or continue; fail by default.", "onItemError: continue",
            static (a, v) => a with { OnItemError = v }));

    public static Shape<StepAction> ForEach { get; } =
        new MappingShape<ForEachDraft, StepAction>(ForEachTable, static context => new ForEachDraft(Open(context, ScopeKind.ForEach)), FinishForEach);

    public static KeyTable<LoopAction> LoopTable { get; } = new(
        "loop",
        "'loop'",
        new Key<LoopAction, Expression>(
            "while", new ConditionShape(ExpressionPlace.LoopCondition),
            "Checked before each round; the loop ends when it is false. May read the steps inside.", "while: ${{ loop.index < 3 }}",
            static (l, v) => l with { While = v }),
        new Key<LoopAction, Expression>(
            "until", new ConditionShape(ExpressionPlace.LoopCondition),
            "Checked after each round; the loop ends when it is true. May read the steps inside.",
            "until: ${{ steps.review.output.good }}", static (l, v) => l with { Until = v }),
        new Key<LoopAction, int>(
            "maxIterations", new NumberShape<int>(1, 100_000), "Hard bound of rounds; reaching it fails the step.", "maxIterations: 5",
            static (l, v) => l with { MaxIterations = v })
        { Required = true },
        new Key<LoopAction, TimeSpan>("delay", Values.Time, "Wait between rounds.", "delay: 10s", static (l, v) => l with { Delay = v }),
        new Key<LoopAction, ImmutableArray<Step>>(
            "steps", new StepsShape(ScopeKind.Loop), "What is done in a round; reads 'loop'.", "steps: [{ key: review, tool: review }]",
            static (l, v) => l with { Steps = v })
        { Required = true });

    public static Shape<StepAction> Loop { get; } = new MappingShape<LoopAction, StepAction>(
        LoopTable,
        static context =>
        {
            Open(context, ScopeKind.Loop);
            return new LoopAction(null, null, 0, null, []);
        },
        FinishLoop);

    private static Key<ForEachDraft, T> ForEachKey<T>(string name, Shape<T> shape, string description, string example,
        Func<ForEachAction, T, ForEachAction> set, bool required = false) =>
        new(name, shape, description, example, (draft, value) => draft with { Action = set(draft.Action, value) }) { Required = required };

    private static StepScope Open(ReadingContext context, ScopeKind kind) => context.PendingScope = new StepScope(context.Scope, context.StepIndex, kind);

    private static bool FinishForEach(ReadingContext context, Node node, ForEachDraft draft, out StepAction value)
    {
        context.PendingScope = null;
        value = draft.Action;
        return draft.Action.Items is not null && !draft.Action.Steps.IsEmpty;
    }

    private static bool FinishLoop(ReadingContext context, Node node, LoopAction action, out StepAction value)
    {
        context.PendingScope = null;
        value = action;
        return OneOf.Check(context, node, "'loop'", "while", "until");
    }
}
