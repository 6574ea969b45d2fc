using System.Collections.Immutable;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>What starts runs by itself.</summary>
/// <param name="Schedules">Times at which a run starts; empty for none.</param>
/// <param name="Webhook">The HTTP door that starts a run; null for none.</param>
/// <param name="Events">Named events that start a run; empty for none.</param>
public sealed record Triggers(ImmutableArray<ScheduleTrigger> Schedules, WebhookTrigger? Webhook, ImmutableArray<EventTrigger> Events);

/// <summary>A time that returns. Exactly one of <paramref name="Cron"/> and <paramref name="Every"/> is there.</summary>
/// <param name="Cron">Cron line of five fields: minute, hour, day of month, month, day of week.</param>
/// <param name="Every">Time from one start to the next.</param>
/// <param name="Timezone">IANA time zone in which the cron line is read, for example <c>Europe/Berlin</c>; null for UTC.</param>
/// <param name="With">Inputs of the run: a JSON object; null for none.</param>
/// <param name="Missed">What happens to starts whose time came while nothing was there to start them.</param>
public sealed record ScheduleTrigger(
    string? Cron, TimeSpan? Every, string? Timezone, Template? With, MissedStartChoice Missed = MissedStartChoice.Once);

/// <summary>What happens to scheduled starts that were missed.</summary>
public enum MissedStartChoice
{
    /// <summary>However many were missed, one run starts.</summary>
    Once,

    /// <summary>They do not happen.</summary>
    Skip,

    /// <summary>A run starts for each of them, oldest first.</summary>
    All,
}

/// <summary>An HTTP request that starts a run; the fields of its JSON body are the run's inputs.</summary>
/// <param name="Path">Last part of the address; null for the workflow's name.</param>
/// <param name="Secret">Name of the secret that signs requests; null to rely on the server's own login.</param>
/// <param name="With">Inputs that are fixed, whatever the body says; null for none.</param>
public sealed record WebhookTrigger(string? Path, string? Secret, Template? With);

/// <summary>A named event that starts a run; the fields of its data are the run's inputs.</summary>
/// <param name="Name">The event's name, for example <c>repository.pushed</c>.</param>
/// <param name="With">Inputs that are fixed, whatever the event says; null for none.</param>
public sealed record EventTrigger(string Name, Template? With);
