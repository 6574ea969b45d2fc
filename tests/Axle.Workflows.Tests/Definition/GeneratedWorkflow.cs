using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Schemas;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Tests.Definition;

/// <summary>Makes valid workflows of every kind from a seed.</summary>
internal sealed class GeneratedWorkflow(int seed)
{
    private static readonly string[] Texts =
    [
        "plain", "", "two words", "no", "1", "1.5e3", "null", "a: b", "a #b", "'quoted'", "\"double\"", "back\\slash", "line\nline", "line\nline\n", "\nline", "line\n\n", "  indented", "trailing ",
        "tab\tinside", "\ttab", "ä😀", "\u2028", "\u0085", "\ufeff", "\u0001", "- item", "* star", "& and", "? what", "[list]", "{map}", "|", ">", "%x", "@x", "`x", "key:", "---", "...", "<<", "~", "x\r\ny", "${{ inputs.text }}", "say ${{ inputs.text }}: yes # no", "0x1F", "012", ".inf", "true",
    ];

    private readonly Random _random = new(seed);
    private int _steps;

    public Workflow Make()
    {
        var defaults = new StepDefaults(Maybe() ? Retry() : null, MaybeTime(), MaybeTime(), Maybe() ? "claude" : null, Maybe() ? "big" : null);
        return new Workflow
        {
            Name = "generated",
            Version = Maybe() ? "1.2.3" : null,
            Description = Maybe() ? Pick(Texts) : null,
            Tags = Maybe() ? ["b", "a"] : [],
            Inputs = ImmutableDictionary<string, WorkflowInput>.Empty.Add("text", Input()),
            Variables = ImmutableDictionary<string, Template>.Empty.Add("v", Template.Parse(Data(2))).Add("w", Template.Parse(Json(null))),
            Defaults = defaults,
            On = Maybe()
                ? new Triggers(
                    [new ScheduleTrigger("0 6 * * 1-5", null, Maybe() ? "Europe/Berlin" : null, null, (MissedStartChoice)_random.Next(3))],
                    Maybe() ? new WebhookTrigger(null, "KEY", null) : null,
                    [])
                : null,
            Concurrency = Maybe() ? new RunConcurrency(Text("g-${{ inputs.text }}"), _random.Next(1, 3), (ConcurrencyLimitChoice)_random.Next(2)) : null,
            Priority = _random.Next(-2, 3),
            Timeout = MaybeTime(),
            Budget = Maybe() ? new RunBudget(1.25m, null, 7) : null,
            Outputs = ImmutableDictionary<string, Template>.Empty.Add("o", Template.Parse(Data(1))),
            Steps = List(0, defaults),
        };
    }

    private ImmutableArray<Step> List(int depth, StepDefaults defaults) => [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => MakeStep(depth, defaults))];

    private Step MakeStep(int depth, StepDefaults defaults)
    {
        var ownProvider = Maybe();
        var action = Action(_random.Next(depth < 2 ? 17 : 12), depth, defaults);
        return new Step
        {
            Key = $"s{_steps++}",
            Action = action,
            Description = Maybe() ? Pick(Texts) : null,
            When = Maybe() ? Expression.ParseCondition(Pick(["true", "${{ inputs.text == 'a: b' }}", "success() && inputs.text", "inputs.text != '}}'"])) : null,
            With = Maybe() ? Template.Parse(Mapping(2)) : null,
            Provider = ownProvider ? "openai" : defaults.Provider,
            Model = ownProvider ? (Maybe() ? "small" : null) : defaults.Model,
            Retry = Pick([Retry(), defaults.RetryOf(action), defaults.Retry ?? RetryPolicy.Default]),
            Timeout = MaybeTime() ?? defaults.TimeoutOf(action),
            AttemptTimeout = MaybeTime() ?? defaults.AttemptTimeoutOf(action),
            Fallbacks = Maybe() ? [new Fallback(null, "other", null, null), new Fallback(new PromptAction(Text("p"), null), null, "m", null)] : [],
            OnError = depth < 2
                && Maybe() ? [new ErrorHandler([ErrorKind.Timeout, ErrorKind.Network], List(2, defaults)), new ErrorHandler([], List(2, defaults))] : [],
            Effect = (StepEffect)_random.Next(3),
            ContinueOnError = Maybe(),
            Compensate = depth < 2 && Maybe() ? MakeStep(2, defaults) : null,
            CircuitBreaker = Maybe() ? "cb" : null,
            Bulkhead = Maybe() ? "pool" : null,
            Cache = Maybe() ? new StepCache(Text("k"), MaybeTime()) : null,
            Priority = Maybe() ? _random.Next(-100, 101) : null,
            Gate = Maybe() ? [new GateCheck("n", Expression.ParseCondition("inputs.text"), null)] : [],
            Guardrails = Maybe() ? Mapping(1) : null,
        };
    }

    private StepAction Action(int kind, int depth, StepDefaults defaults) => kind switch
    {
        0 => new AgentAction("quality", "lint"),
        1 => new AgentAction(null, "lint"),
        2 => new PromptAction(Text(Pick(Texts)), Maybe() ? Json(new JsonObject { ["type"] = "object" }) : null),
        3 => new ToolAction("mcp/read"),
        4 => new SetAction(Template.Parse(Json(new JsonObject { ["v"] = 1 }))),
        5 => new FailAction(Text("failed: ${{ inputs.text }}")),
        6 => new ReturnAction(Template.Parse(Data(2))),
        7 => new CodeAction((CodeLanguage)_random.Next(3), "print(1)\n  x = 2\n"),
        8 => Maybe() ? new RunAction([Text("git"), Text("status")], false, null, null) : new RunAction([Text("ls | wc")], true, Text("src"), Template.Parse(Mapping(1))),
        9 => new UsesAction("./other.yaml"),
        10 =>
            new ApprovalAction
            {
                Message = Text("go?"),
                Assignees = ["a"],
                Parameters = Template.Parse(Mapping(1)),
                Editable = ["x"],
                Timeout = TimeSpan.FromDays(2),
                OnTimeout = (ApprovalTimeoutChoice)_random.Next(3),
                Escalation = [new ApprovalEscalation(TimeSpan.FromHours(1), ["b"])]
            },
        11 =>
            Pick<WaitAction>(
                [new(TimeSpan.FromMilliseconds(1500), null, null, null), new(null, Text("2030-01-01T00:00:00Z"), null, null), new(null, null, Text("s"), TimeSpan.FromDays(1))]),
        12 => new ParallelAction([new ParallelBranch("two", List(depth + 1, defaults)), new ParallelBranch("one", List(depth + 1, defaults))]),
        13 =>
            new ForEachAction
            {
                Items = Maybe() ? Text("${{ inputs.text }}") : Template.Parse(Json(new JsonArray(1, "a"))),
                As = Maybe() ? "it" : null,
                Steps = List(depth + 1, defaults),
                Concurrency = _random.Next(1, 4),
                BatchSize = _random.Next(1, 4),
                OnItemError = (ItemErrorChoice)_random.Next(3)
            },
        14 =>
            new LoopAction(Maybe() ? Expression.ParseCondition("loop.index < 3") : null, null, 5, MaybeTime(),
                List(depth + 1, defaults)) is { While: null } loop ? loop with { Until = Expression.ParseCondition("true") }
                    : new LoopAction(Expression.ParseCondition("loop.index < 3"), null, 5, null, List(depth + 1, defaults)),
        15 => Maybe()
            ? new SwitchAction(Text("${{ inputs.text }}"),
                [new SwitchCase("b", null, List(depth + 1, defaults)), new SwitchCase("a: 1", null, List(depth + 1, defaults))], List(depth + 1, defaults))
            : new SwitchAction(null, [new SwitchCase(null, Expression.ParseCondition("inputs.text"), List(depth + 1, defaults))], []),
        _ => new SagaAction(List(depth + 1, defaults)),
    };

    private RetryPolicy Retry() => new()
    {
        MaxAttempts = _random.Next(1, 6),
        InitialDelay = TimeSpan.FromMilliseconds(_random.Next(0, 3) * 250),
        Multiplier = Pick([1, 1.5, 2]),
        Jitter = Pick([0, 0.1, 0.25]),
        On = Maybe() ? [ErrorKind.Timeout] : [],
        NotOn = Maybe() ? [ErrorKind.Tool] : [],
    };

    private WorkflowInput Input()
    {
        var schema = Json(new JsonObject { ["type"] = "string", ["description"] = Pick(Texts) });
        return new WorkflowInput(schema, JsonSchema.Parse(schema), Maybe(), null, null);
    }

    private JsonElement Mapping(int depth) =>
        Json(new JsonObject { [Pick(["k", "a b", "no", "1", "a: b", new string('k', 1500)])] = JsonNode.Parse(Data(depth).GetRawText()), ["x"] = Pick(Texts) });

    private JsonElement Data(int depth) => _random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => Json(null),
        1 => Json(_random.Next(-5, 1000)),
        2 => Json(Maybe()),
        3 => JsonDocument.Parse(Pick(["1.50", "-0.5e-7", "123456789012345678901234567890", "0"])).RootElement,
        4 or 5 => Json(Pick(Texts)),
        6 => Json(new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => JsonNode.Parse(Data(depth - 1).GetRawText()))])),
        _ => Maybe() ? Mapping(depth - 1) : Json(new JsonObject()),
    };

    private static JsonElement Json(JsonNode? node) => JsonDocument.Parse(node?.ToJsonString() ?? "null").RootElement;

    private static Template Text(string text) => Template.Parse(Json(text));

    private bool Maybe() => _random.Next(2) == 0;

    private TimeSpan? MaybeTime() => Maybe() ? TimeSpan.FromMilliseconds(_random.Next(1, 5) * 700) : null;

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];
}
