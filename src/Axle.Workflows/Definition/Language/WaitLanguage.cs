using System.Collections.Immutable;
using System.Text.Json;
using Axle.Schemas;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Language;

/// <summary>The keys of <c>approval</c> and <c>wait</c>.</summary>
internal static class WaitLanguage
{
    private static readonly Shape<ImmutableArray<string>> People = new ListShape<string>("a list of users or roles", Values.Line, 1, 100, orSingle: true);

    public static KeyTable<ApprovalEscalation> EscalationTable { get; } = new(
        "escalation",
        "an 'escalation'",
        new Key<ApprovalEscalation, TimeSpan>(
            "after", Values.Time, "Time since the question was first asked.", "after: 4h",
            static (e, v) => e with { After = v })
        { Required = true },
        new Key<ApprovalEscalation, ImmutableArray<string>>(
            "to", People, "Who is asked too.", "to: [lead]", static (e, v) => e with { To = v })
        { Required = true });

    public static KeyTable<ApprovalAction> ApprovalTable { get; } = new(
        "approval",
        "'approval'",
        new Key<ApprovalAction, Template>(
            "message", Values.StepText, "What the person is asked.", "message: Deploy ${{ inputs.version }}?",
            static (a, v) => a with { Message = v })
        { Required = true },
        new Key<ApprovalAction, ImmutableArray<string>>(
            "assignees", People, "Who may answer; everyone with the right to approve by default.", "assignees: [ops]",
            static (a, v) => a with { Assignees = v }),
        new Key<ApprovalAction, Template>(
            "parameters", Values.StepMapping, "Values that are shown with the question.", "parameters: { replicas: 3 }",
            static (a, v) => a with { Parameters = v }),
        new Key<ApprovalAction, (
            JsonElement Json,
            JsonSchema Schema)>("schema", Values.Schema, "JSON Schema of the parameters, checked again after editing.", "schema: { type: object }", static (a, v) => a with { Schema = v.Json }),
        new Key<ApprovalAction, ImmutableArray<string>>(
            "editable", new ListShape<string>("a list of parameter names", Values.Line, 1, 100, orSingle: true),
            "Parameters that the person may change.", "editable: [replicas]", static (a, v) => a with { Editable = v }),
        new Key<ApprovalAction, TimeSpan>(
            "timeout", Values.Time, "Longest wait for an answer.", "timeout: 2d", static (a, v) => a with { Timeout = v }),
        new Key<ApprovalAction, ApprovalTimeoutChoice>(
            "onTimeout",
            new ChoiceShape<ApprovalTimeoutChoice>(("fail", ApprovalTimeoutChoice.Fail), ("reject", ApprovalTimeoutChoice.Reject), ("approve", ApprovalTimeoutChoice.Approve)),
            "What no answer in time means; fail by default.", "onTimeout: reject", static (a, v) => a with { OnTimeout = v }),
        new Key<ApprovalAction, ImmutableArray<ApprovalEscalation>>(
            "escalation",
            new ListShape<ApprovalEscalation>("a list of escalations",
                new MappingShape<ApprovalEscalation, ApprovalEscalation>(EscalationTable, static _ => new ApprovalEscalation(default, []),
                    SettingLanguage.Same), 1, 20, orSingle: true),
            "Who is asked too when nobody answers.", "escalation: [{ after: 4h, to: [lead] }]",
            static (a, v) => a with { Escalation = v }));

    private static readonly Shape<ApprovalAction> Question = Values.StepText.As(static text => new ApprovalAction { Message = text });

    public static Shape<StepAction> Approval { get; } = new EitherShape<ApprovalAction>(
        "a question, or a mapping with 'message'", static kind => kind == NodeKind.Text, Question,
        new MappingShape<ApprovalAction, ApprovalAction>(ApprovalTable, static _ => new ApprovalAction { Message = null! }, FinishApproval))
            .As<StepAction>(static a => a);

    public static KeyTable<WaitAction> WaitTable { get; } = new(
        "wait",
        "'wait'",
        new Key<WaitAction, TimeSpan>(
            "duration", Values.Time, "How long to wait.", "duration: 5m", static (w, v) => w with { Duration = v }),
        new Key<WaitAction, Template>(
            "until", Values.StepText, "Point in time: ISO 8601, or an expression.", "until: 2030-01-01T09:00:00Z",
            static (w, v) => w with { Until = v }),
        new Key<WaitAction, Template>(
            "signal", Values.StepText, "Name of the signal to wait for; its payload is the output.",
            "signal: order-${{ inputs.id }}-paid", static (w, v) => w with { Signal = v }),
        new Key<WaitAction, TimeSpan>(
            "timeout", Values.Time, "Longest wait for a signal.", "timeout: 1d", static (w, v) => w with { Timeout = v }));

    public static Shape<StepAction> Wait { get; } = new EitherShape<WaitAction>(
        "a duration, or a mapping with 'duration', 'until' or 'signal'", static kind => kind == NodeKind.Text,
        Values.Time.As(static time => new WaitAction(time, null, null, null)),
        new MappingShape<WaitAction, WaitAction>(WaitTable, static _ => new WaitAction(null, null, null, null), FinishWait)).As<StepAction>(static w => w);

    private static bool FinishApproval(ReadingContext context, Node node, ApprovalAction action, out ApprovalAction value)
    {
        value = action;
        if (node.Find("onTimeout") is { } choice && node.Find("timeout") is null)
            context.Faults.Add(FaultCode.OneOfKeys, choice, "'onTimeout' means nothing without 'timeout'.", "Add 'timeout: 2d', or remove 'onTimeout'.");
        if (node.Find("editable") is { } editable && node.Find("parameters") is null)
            context.Faults.Add(FaultCode.OneOfKeys, editable, "'editable' names parameters, but there are none.", "Add 'parameters' with their values.");
        return action.Message is not null;
    }

    private static bool FinishWait(ReadingContext context, Node node, WaitAction action, out WaitAction value)
    {
        value = action;
        if (!OneOf.Check(context, node, "'wait'", "duration", "until", "signal"))
            return false;
        if (node.Find("timeout") is { } timeout && node.Find("signal") is null)
            context.Faults.Add(FaultCode.OneOfKeys, timeout, "'timeout' belongs to 'signal', which is not here.", "Remove 'timeout'.");
        if (action.Until is { IsLiteral: true } until
            && !DateTimeOffset.TryParse(until.Source.GetString(), System.Globalization.CultureInfo.InvariantCulture, out _))
            context.Faults.Add(FaultCode.WrongForm, node.Find("until")!, $"'{Shown.Text(until.Source.GetString()!)}' is not a point in time.", "Write it like 2030-01-01T09:00:00Z.");
        return true;
    }
}
