using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Language;

/// <summary>The keys of a workflow, and the list of all tables of the language.</summary>
internal static class WorkflowTables
{
    private static readonly TextShape Version = new("a semantic version such as 1.0.0", 256, NameForms.IsVersion, NameForms.VersionPattern);

    public static KeyTable<StepDefaults> Defaults { get; } = new(
        "defaults",
        "'defaults'",
        new Key<StepDefaults, RetryPolicy>(
            "retry", RetryLanguage.Shape, "Retry policy of steps that do work.", "retry: { maxAttempts: 5 }", static (d, v) => d with { Retry = v }),
        new Key<StepDefaults, TimeSpan>(
            "timeout", Values.Time, "Longest time for a step that does work.", "timeout: 30m", static (d, v) => d with { Timeout = v }),
        new Key<StepDefaults, TimeSpan>(
            "attemptTimeout", Values.Time, "Longest time for an attempt of such a step.", "attemptTimeout: 2m",
            static (d, v) => d with { AttemptTimeout = v }),
        new Key<StepDefaults, string>(
            "provider", Values.Line, "Model provider.", "provider: claude", static (d, v) => d with { Provider = v }),
        new Key<StepDefaults, string>(
            "model", Values.Line, "Model; for steps that name no other provider.", "model: claude-sonnet-4-5",
            static (d, v) => d with { Model = v }));

    public static KeyTable<RunConcurrency> Concurrency { get; } = new(
        "concurrency",
        "'concurrency'",
        new Key<RunConcurrency, Template>(
            "group", new TemplateShape(TemplateForm.Text, ExpressionPlace.BeforeSteps), "Names the group that a run belongs to.",
            "group: deploy-${{ inputs.env }}", static (c, v) => c with { Group = v })
        { Required = true },
        new Key<RunConcurrency, int>(
            "limit", new NumberShape<int>(1, 10_000), "Runs of the group at once; 1 by default.", "limit: 2",
            static (c, v) => c with { Limit = v }),
        new Key<RunConcurrency, ConcurrencyLimitChoice>(
            "onLimit",
            new ChoiceShape<ConcurrencyLimitChoice>(("queue", ConcurrencyLimitChoice.Queue), ("cancelOlder", ConcurrencyLimitChoice.CancelOlder)),
            "Whether one run too many waits or the oldest is cancelled; queue by default.", "onLimit: cancelOlder",
            static (c, v) => c with { OnLimit = v }));

    public static KeyTable<RunBudget> Budget { get; } = new(
        "budget",
        "'budget'",
        new Key<RunBudget, decimal>(
            "usd", new NumberShape<decimal>(0.000001m, 1_000_000m), "Money for model calls, in US dollars.", "usd: 2.50",
            static (b, v) => b with { Usd = v }),
        new Key<RunBudget, long>(
            "tokens", new NumberShape<long>(1, 1_000_000_000_000), "Model tokens, in and out together.", "tokens: 200000",
            static (b, v) => b with { Tokens = v }),
        new Key<RunBudget, long>(
            "calls", new NumberShape<long>(1, 1_000_000_000), "Model calls.", "calls: 50", static (b, v) => b with { Calls = v }));

    public static KeyTable<WorkflowDraft> Workflow { get; } = new(
        "workflow",
        "a workflow",
        Item("name", Values.WorkflowName, "The workflow's name.", "name: code-review", static (w, v) => w.Name = v, required: true),
        Item("version", Version, "Semantic version.", "version: 1.0.0", static (w, v) => w.Version = v),
        Item("description", Values.Paragraph, "What it is for.", "description: Reviews a change", static (w, v) => w.Description = v),
        Item("author", Values.Line, "Who wrote it.", "author: Ada", static (w, v) => w.Author = v),
        Item(
            "tags", new ListShape<string>("a list of words", Values.Line, 0, 50, orSingle: true), "Words to find it by.",
            "tags: [review, security]", static (w, v) => w.Tags = v),
        Item(
            "inputs", new MapShape<WorkflowInput>("a mapping of input names to JSON Schemas", Values.StepKey, new InputShape(), 200),
            "Inputs by name, each a JSON Schema with 'required: true' or a 'default'; checked before a run starts.",
            "inputs: { depth: { type: integer, default: 2 } }", static (w, v) => w.Inputs = v),
        Item(
            "variables",
            new MapShape<Template>("a mapping of variable names to values", Values.StepKey, new TemplateShape(TemplateForm.Any, ExpressionPlace.BeforeSteps), 1000, mayBeEmpty: true),
            "Run variables and their first values; steps change them with 'set'.", "variables: { count: 0 }",
            static (w, v) => w.Variables = v),
        Item(
            "defaults", new MappingShape<StepDefaults, StepDefaults>(Defaults, static _ => StepDefaults.None, SettingLanguage.Same),
            "Settings for steps that are silent about them; what a step's own 'retry' does not say comes from here too.",
            "defaults: { timeout: 10m }", static (w, v) => w.Defaults = v),
        Item(
            "on", TriggerLanguage.Shape, "What starts runs by itself.", "on: { schedule: [{ cron: 0 6 * * 1-5 }] }",
            static (w, v) => w.On = v),
        Item(
            "concurrency",
            new MappingShape<RunConcurrency, RunConcurrency>(Concurrency, static _ => new RunConcurrency(null!, 1, default), SettingLanguage.Same),
            "How many runs of a group may execute at once.", "concurrency: { group: deploy, limit: 1 }",
            static (w, v) => w.Concurrency = v),
        Item(
            "priority", Values.Importance, "Importance among runs, -100 to 100; 0 by default.", "priority: 10",
            static (w, v) => w.Priority = v),
        Item("timeout", Values.Time, "Longest time a run may take, pauses not counted.", "timeout: 2h", static (w, v) => w.Timeout = v),
        Item(
            "budget", new MappingShape<RunBudget, RunBudget>(Budget, static _ => new RunBudget(null, null, null), FinishBudget),
            "What a run may spend.", "budget: { usd: 2.50, tokens: 200000 }", static (w, v) => w.Budget = v),
        Item(
            "outputs",
            new MapShape<Template>("a mapping of output names to values", Values.StepKey, new TemplateShape(TemplateForm.Any, ExpressionPlace.AfterSteps), 200, mayBeEmpty: true),
            "What a run returns; the outputs of its last steps by default.", "outputs: { score: \"${{ steps.review.output.score }}\" }",
            static (w, v) => w.Outputs = v),
        Item(
            "steps", new StepsShape(ScopeKind.Body), "The steps.", "steps: [{ key: lint, agent: quality, action: lint-code }]",
            static (w, v) => w.Steps = v, required: true));

    /// <summary>All tables, outermost first: the order of the language page.</summary>
    public static IReadOnlyList<ObjectShape> All { get; } =
    [
        Workflow, Defaults, TriggerLanguage.Table, TriggerLanguage.ScheduleTable, TriggerLanguage.WebhookTable, TriggerLanguage.EventTable, Concurrency, Budget,
        StepLanguage.Listed, RetryLanguage.Table, SettingLanguage.FallbackTable, SettingLanguage.HandlerTable, SettingLanguage.CacheTable,
            SettingLanguage.GateTable,
        ProgramLanguage.CodeTable, ProgramLanguage.RunTable, WaitLanguage.ApprovalTable, WaitLanguage.EscalationTable, WaitLanguage.WaitTable,
        RepeatLanguage.ForEachTable, RepeatLanguage.LoopTable, GroupLanguage.SwitchTable, GroupLanguage.CaseTable, GroupLanguage.SagaTable,
    ];

    private static Key<WorkflowDraft, T> Item<T>(string name, Shape<T> shape, string description, string example,
        Action<WorkflowDraft, T> set, bool required = false) =>
        new(name, shape, description, example, (draft, value) =>
        {
            set(draft, value);
            return draft;
        })
        { Required = required };

    private static bool FinishBudget(ReadingContext context, Node node, RunBudget budget, out RunBudget value)
    {
        value = budget;
        if (node.Entries.Count > 0)
            return true;
        context.Faults.Add(FaultCode.OneOfKeys, node, "'budget' limits nothing.", "Add 'usd', 'tokens' or 'calls', or remove 'budget'.");
        return false;
    }
}
