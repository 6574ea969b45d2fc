using System.Collections.Immutable;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Language;

/// <summary>The keys of <c>parallel</c>, <c>switch</c> and <c>saga</c>.</summary>
internal static class GroupLanguage
{
    private static readonly StepsShape Body = new(ScopeKind.Body);

    public static Shape<StepAction> Parallel { get; } = new MapShape<ImmutableArray<Step>>("a mapping of branch names to steps", Values.StepKey, Body, 1000)
        .As<StepAction>(static branches => new ParallelAction([.. branches.Select(static b => new ParallelBranch(b.Name.Text, b.Value))]));

    public static KeyTable<SwitchCase> CaseTable { get; } = new(
        "switchCase",
        "a case of 'switch'",
        new Key<SwitchCase, Expression>(
            "when", new ConditionShape(ExpressionPlace.Step), "Condition of the case.", "when: ${{ inputs.size > 100 }}",
            static (c, v) => c with { When = v })
        { Required = true },
        new Key<SwitchCase, ImmutableArray<Step>>(
            "steps", Body, "What to do.", "steps: [{ key: split, tool: split }]",
            static (c, v) => c with { Steps = v })
        { Required = true });

    private static readonly Shape<ImmutableArray<SwitchCase>> CasesByCondition = new ListShape<SwitchCase>(
        "a list of cases", new MappingShape<SwitchCase, SwitchCase>(CaseTable, static _ => new SwitchCase(null, null, []), SettingLanguage.Same), 1, 1000);

    private static readonly Shape<ImmutableArray<SwitchCase>> CasesByValue =
        new MapShape<ImmutableArray<Step>>("a mapping of values to steps", new TextShape("a value of at most 256 characters", 256), Body, 1000)
            // In the order in which they are stored: histories name a case by its number, and a mapping has no order of its own.
            .As<ImmutableArray<SwitchCase>>(static cases =>
                [.. cases.Select(static c => new SwitchCase(c.Name.Text, null, c.Value)).OrderBy(static c => c.Value, StringComparer.Ordinal)]);

    public static KeyTable<SwitchAction> SwitchTable { get; } = new(
        "switch",
        "'switch'",
        new Key<SwitchAction, Template>(
            "on", Values.StepText, "The value that the cases are compared with; without it cases have conditions.",
            "on: ${{ inputs.env }}", static (s, v) => s with { On = v }),
        new Key<SwitchAction, ImmutableArray<SwitchCase>>(
            "cases",
            new EitherShape<ImmutableArray<SwitchCase>>("a mapping of values to steps, or a list of 'when' and 'steps'", static kind => kind == NodeKind.Mapping, CasesByValue, CasesByCondition),
            "With 'on' a mapping of values to steps; without it a list of 'when' and 'steps'.",
            "cases: { prod: [{ key: ask, tool: ask }] }", static (s, v) => s with { Cases = v })
        { Required = true },
        new Key<SwitchAction, ImmutableArray<Step>>(
            "default", Body, "Steps when no case matches.", "default: [{ key: skip, tool: note }]",
            static (s, v) => s with { Default = v }));

    public static Shape<StepAction> Switch { get; } = new EitherShape<SwitchAction>(
        "a mapping with 'cases', or a list of cases", static kind => kind == NodeKind.List,
        CasesByCondition.As(static cases => new SwitchAction(null, cases, [])),
        new MappingShape<SwitchAction, SwitchAction>(SwitchTable, static _ => new SwitchAction(null, [], []), FinishSwitch)).As<StepAction>(static s => s);

    public static KeyTable<SagaAction> SagaTable { get; } = new(
        "saga",
        "'saga'",
        new Key<SagaAction, ImmutableArray<Step>>(
            "steps", Body, "The steps; each names its 'compensate'.", "steps: [{ key: book, tool: book, compensate: { tool: cancel } }]",
            static (s, v) => s with { Steps = v })
        { Required = true });

    public static Shape<StepAction> Saga { get; } = new EitherShape<SagaAction>(
        "a list of steps, or a mapping with 'steps'", static kind => kind == NodeKind.List, Body.As(static steps => new SagaAction(steps)),
        new MappingShape<SagaAction, SagaAction>(SagaTable, static _ => new SagaAction([]), SettingLanguage.Same)).As<StepAction>(static s => s);

    private static bool FinishSwitch(ReadingContext context, Node node, SwitchAction action, out SwitchAction value)
    {
        value = action;
        if (node.Find("cases") is not { Kind: NodeKind.List or NodeKind.Mapping } cases)
            return false;
        var byValue = cases.Kind == NodeKind.Mapping;
        if (byValue == node.Find("on") is not null)
            return true;
        context.Faults.Add(
            FaultCode.OneOfKeys, cases, byValue ? "'cases' by value need 'on', the value they are compared with." : "'cases' with conditions cannot be used together with 'on'.",
            byValue ? "Add 'on: ${{ … }}', or write a list of 'when' and 'steps'." : "Remove 'on', or write 'cases' as a mapping of values to steps.");
        return false;
    }
}
