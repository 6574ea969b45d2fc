using System.Collections.Immutable;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Language;

/// <summary>The keys of <c>on</c>.</summary>
internal static class TriggerLanguage
{
    private static readonly TemplateShape With = new(TemplateForm.Mapping, ExpressionPlace.BeforeRun);

    private static readonly TextShape EventName = new("a name of letters, digits, '-', '_' and '.'", 200, NameForms.IsDotted, NameForms.DottedPattern);

    public static KeyTable<ScheduleTrigger> ScheduleTable { get; } = new(
        "schedule",
        "a 'schedule'",
        new Key<ScheduleTrigger, string>(
            "cron", new TextShape("a cron line of five fields such as '0 6 * * 1-5'", 200, CronText.IsCron),
            "Minute, hour, day of month, month, day of week.", "cron: 0 6 * * 1-5", static (s, v) => s with { Cron = v }),
        new Key<ScheduleTrigger, TimeSpan>(
            "every", new DurationShape(TimeSpan.FromSeconds(1), Values.LongestTime),
            "Time from one start to the next, in place of 'cron'.", "every: 15m", static (s, v) => s with { Every = v }),
        new Key<ScheduleTrigger, string>(
            "timezone", new TextShape("an IANA time zone such as Europe/Berlin", 64, NameForms.IsTimezone),
            "Time zone of the cron line; UTC by default.", "timezone: Europe/Berlin", static (s, v) => s with { Timezone = v }),
        new Key<ScheduleTrigger, MissedStartChoice>(
            "missed",
            new ChoiceShape<MissedStartChoice>(("skip", MissedStartChoice.Skip), ("once", MissedStartChoice.Once), ("all", MissedStartChoice.All)),
            "What happens to starts whose time came while nothing ran: none is made up for (skip), one run starts however many were missed "
            + "(once, the default), or one for each (all).",
            "missed: skip", static (s, v) => s with { Missed = v }),
        new Key<ScheduleTrigger, Template>("with", With, "Inputs of the run.", "with: { depth: 2 }", static (s, v) => s with { With = v }));

    private static readonly Shape<ScheduleTrigger> Schedule =
        new MappingShape<ScheduleTrigger, ScheduleTrigger>(ScheduleTable, static _ => new ScheduleTrigger(null, null, null, null), FinishSchedule);

    public static KeyTable<WebhookTrigger> WebhookTable { get; } = new(
        "webhook",
        "'webhook'",
        new Key<WebhookTrigger, string>(
            "path", Values.WorkflowName, "Last part of the address; the workflow's name by default.", "path: deployments",
            static (w, v) => w with { Path = v }),
        new Key<WebhookTrigger, string>(
            "secret", Values.Word, "Name of the secret that signs requests.", "secret: WEBHOOK_KEY",
            static (w, v) => w with { Secret = v }),
        new Key<WebhookTrigger, Template>(
            "with", With, "Inputs that are fixed, whatever the body says.", "with: { source: hook }",
            static (w, v) => w with { With = v }));

    private static readonly Shape<WebhookTrigger> Webhook = new EitherShape<WebhookTrigger>(
        "a mapping, or nothing", static kind => kind == NodeKind.Null, new NothingShape<WebhookTrigger>(static () => new WebhookTrigger(null, null, null)),
        new MappingShape<WebhookTrigger, WebhookTrigger>(WebhookTable, static _ => new WebhookTrigger(null, null, null), SettingLanguage.Same));

    public static KeyTable<EventTrigger> EventTable { get; } = new(
        "event",
        "an 'event'",
        new Key<EventTrigger, string>(
            "name", EventName, "The event's name.", "name: repository.pushed", static (e, v) => e with { Name = v })
        { Required = true },
        new Key<EventTrigger, Template>(
            "with", With, "Inputs that are fixed, whatever the event says.", "with: { source: event }",
            static (e, v) => e with { With = v }));

    private static readonly Shape<EventTrigger> Event = new EitherShape<EventTrigger>(
        "an event's name, or a mapping with 'name'", static kind => kind == NodeKind.Text, EventName.As(static name => new EventTrigger(name, null)),
        new MappingShape<EventTrigger, EventTrigger>(EventTable, static _ => new EventTrigger("", null), SettingLanguage.Same));

    public static KeyTable<Triggers> Table { get; } = new(
        "triggers",
        "'on'",
        new Key<Triggers, ImmutableArray<ScheduleTrigger>>(
            "schedule", new ListShape<ScheduleTrigger>("a list of schedules", Schedule, 1, 100, orSingle: true),
            "Times at which a run starts.", "schedule: [{ cron: 0 6 * * 1-5, timezone: Europe/Berlin }]",
            static (t, v) => t with { Schedules = v }),
        new Key<Triggers, WebhookTrigger>(
            "webhook", Webhook, "An HTTP request that starts a run; the fields of its body are the inputs.",
            "webhook: { path: deployments }", static (t, v) => t with { Webhook = v })
        { MayBeEmpty = true },
        new Key<Triggers, ImmutableArray<EventTrigger>>(
            "event", new ListShape<EventTrigger>("a list of events", Event, 1, 100, orSingle: true),
            "Named events that start a run; the fields of their data are the inputs.", "event: [repository.pushed]",
            static (t, v) => t with { Events = v }));

    public static Shape<Triggers> Shape { get; } = new MappingShape<Triggers, Triggers>(Table, static _ => new Triggers([], null, []), FinishTriggers);

    private static bool FinishSchedule(ReadingContext context, Node node, ScheduleTrigger trigger, out ScheduleTrigger value)
    {
        value = trigger;
        if (!OneOf.Check(context, node, "a 'schedule'", "cron", "every"))
            return false;
        if (node.Find("timezone") is { } zone && node.Find("cron") is null)
            context.Faults.Add(FaultCode.OneOfKeys, zone, "'timezone' belongs to 'cron', which is not here.", "Remove 'timezone'.");
        return true;
    }

    private static bool FinishTriggers(ReadingContext context, Node node, Triggers triggers, out Triggers value)
    {
        value = triggers;
        if (node.Entries.Count > 0)
            return true;
        context.Faults.Add(FaultCode.OneOfKeys, node, "'on' names nothing that starts a run.", "Add 'schedule', 'webhook' or 'event', or remove 'on'.");
        return false;
    }
}
