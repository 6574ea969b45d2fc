using System.Globalization;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Schedules;

/// <summary>One schedule of a workflow, ready to be kept.</summary>
internal sealed class Schedule
{
    private readonly Workflow _workflow;
    private readonly ScheduleTrigger _trigger;
    private readonly TriggerInputs _inputs;

    /// <exception cref="AxleException">Validation: the time never comes, or is none.</exception>
    public Schedule(Workflow workflow, int number, ScheduleTrigger trigger, TriggerInputs inputs)
    {
        _workflow = workflow;
        _trigger = trigger;
        _inputs = inputs;
        Id = $"{workflow.Name}/{number}";
        try
        {
            Clock = ScheduleClock.Of(trigger);
        }
        catch (AxleException exception)
        {
            throw new AxleException(exception.Error with { Message = $"Schedule {number} of workflow '{workflow.Name}': {exception.Message}" }, exception);
        }
    }

    public string Id { get; }

    public ScheduleClock Clock { get; }

    public DueStarts DueAt(ScheduleState state, DateTimeOffset now) => DueStarts.At(Clock, _trigger.Missed, state.Reached, now);

    /// <summary>The start that belongs to a time: the same in every process, its <c>now()</c> included.</summary>
    public TriggeredStart StartAt(DateTimeOffset due) => Start(due, $"schedule/{Id}/{Iso(due)}", $"schedule {Id}");

    /// <summary>A start out of turn.</summary>
    public TriggeredStart StartNow(DateTimeOffset now, string by) => Start(now, $"schedule/{Id}/now/{Iso(now)}", by);

    public ScheduleInfo Describe(ScheduleState state, DateTimeOffset now, string? error) => new(
        Id, _workflow.Name, Clock.Text, state.PausedBy is null ? Clock.Next(state.Reached > now ? state.Reached : now) : null, state.LastStart,
        state.PausedBy, state.PausedAt, error ?? state.Error);

    private TriggeredStart Start(DateTimeOffset now, string key, string by) => new(_workflow, _inputs.Evaluate(_trigger.With, now), key, by);

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
