using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Comparison;
using Axle.Workflows.Runs.Timing;

namespace Axle.Server.Endpoints.Runs;

/// <summary>A run as it was after one of its events.</summary>
/// <param name="Run">The run.</param>
/// <param name="Seq">The event.</param>
/// <param name="At">When it was.</param>
/// <param name="Status">Where the run was.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Variables">Its variables.</param>
/// <param name="Outputs">Its outputs; null until it completed.</param>
/// <param name="Error">What it had failed with; null when it had not.</param>
/// <param name="Steps">Its steps.</param>
public sealed record StateAt(
    string Run,
    long Seq,
    DateTimeOffset At,
    RunStatus Status,
    JsonElement Inputs,
    IReadOnlyDictionary<string, JsonElement> Variables,
    JsonElement? Outputs,
    RunError? Error,
    IReadOnlyList<StepItem> Steps);

/// <summary>The definition that a run is pinned to.</summary>
/// <param name="Hash">Its hash: 64 hexadecimal digits.</param>
/// <param name="Name">Name of the workflow.</param>
/// <param name="Version">The version that it names; null when it names none.</param>
/// <param name="Yaml">Its text, in the order of keys in which Axle writes it; comments are not kept.</param>
public sealed record RunDefinition(string Hash, string Name, string? Version, string Yaml);

/// <summary>A place of a run to come back to.</summary>
/// <param name="Seq">The last event that counts there.</param>
/// <param name="Name"><c>level-N</c> for those after a level of the graph; else the name that it was given.</param>
/// <param name="Automatic">Whether the engine made it.</param>
/// <param name="At">When it was reached.</param>
public sealed record CheckpointItem(long Seq, string Name, bool Automatic, DateTimeOffset At)
{
    internal static CheckpointItem Of(RunCheckpoint place) => new(place.Seq, place.Name, place.Automatic, place.At);
}

/// <summary>Where a run is taken back to.</summary>
public sealed record RollbackRequest
{
    /// <summary>Name of a checkpoint, or number of an event.</summary>
    public required string To { get; init; }

    /// <summary>Whether to look only: nothing is changed.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether what completed since and names how to undo it is undone first; the run is paused then.</summary>
    public bool Compensate { get; init; }
}

/// <summary>What going back means.</summary>
/// <param name="Seq">The last event that would count.</param>
/// <param name="Checkpoint">The checkpoint's name; null when an event was named.</param>
/// <param name="Undone">Addresses of the steps that <c>compensate</c> undoes, in that order.</param>
/// <param name="RunAgain">Addresses of the steps that run again.</param>
/// <param name="DryRun">Whether it was only looked at.</param>
/// <param name="Run">The run as it is now.</param>
public sealed record RollbackAnswer(
    long Seq, string? Checkpoint, IReadOnlyList<string> Undone, IReadOnlyList<string> RunAgain, bool DryRun, RunItem Run);

/// <summary>How a fork differs from the run that it is made of.</summary>
public sealed record ForkRunRequest
{
    /// <summary>The last event that both share, or the name of a checkpoint; null for where the run stands; <c>0</c> to run everything anew.</summary>
    public string? At { get; init; }

    /// <summary>Inputs that differ, by name; others stay.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>Variables that differ, by name.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary>Steps that differ, by address.</summary>
    public IReadOnlyDictionary<string, StepEdit>? Steps { get; init; }

    /// <summary>Another definition as YAML; null for the same.</summary>
    public string? Yaml { get; init; }

    /// <summary>Id of the fork; null for one that sorts by time.</summary>
    public string? Id { get; init; }
}

/// <summary>How a step differs in a fork.</summary>
public sealed record StepEdit
{
    /// <summary>Another prompt, of a prompt's step.</summary>
    public string? Prompt { get; init; }

    /// <summary>Another model.</summary>
    public string? Model { get; init; }

    /// <summary>Another provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Other inputs as the definition has them, with expressions: an object.</summary>
    public JsonElement? With { get; init; }

    /// <summary>The input itself, whatever the definition says: an object.</summary>
    public JsonElement? Input { get; init; }
}

/// <summary>How two runs differ.</summary>
/// <param name="Left">The one.</param>
/// <param name="Right">The other.</param>
/// <param name="Same">Whether they did the same with the same result.</param>
/// <param name="Fields">What is different of the runs themselves.</param>
/// <param name="Inputs">Places of the inputs that differ.</param>
/// <param name="Variables">Places of the variables that differ.</param>
/// <param name="Outputs">Places of the outputs that differ.</param>
/// <param name="Counts">How many steps are the same, changed, added, removed.</param>
/// <param name="Steps">Steps that differ.</param>
public sealed record RunDiff(
    RunItem Left,
    RunItem Right,
    bool Same,
    IReadOnlyList<FieldDifference> Fields,
    IReadOnlyList<ValueChange> Inputs,
    IReadOnlyList<ValueChange> Variables,
    IReadOnlyList<ValueChange> Outputs,
    DiffCounts Counts,
    IReadOnlyList<StepDiff> Steps);

/// <summary>How many steps differ.</summary>
/// <param name="Same">The same on both sides.</param>
/// <param name="Changed">On both sides, and different.</param>
/// <param name="Added">On the right only.</param>
/// <param name="Removed">On the left only.</param>
public sealed record DiffCounts(int Same, int Changed, int Added, int Removed);

/// <summary>A step that differs.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Kind">How.</param>
/// <param name="Fields">What is different of the step itself.</param>
/// <param name="Output">Places of its output that differ.</param>
/// <param name="Left">How it went on the left; null when it is not there.</param>
/// <param name="Right">How it went on the right; null when it is not there.</param>
public sealed record StepDiff(
    string Path, ChangeKind Kind, IReadOnlyList<FieldDifference> Fields, IReadOnlyList<ValueChange> Output, StepDiffSide? Left, StepDiffSide? Right)
{
    internal static StepDiff Of(StepDifference step) => new(
        step.Path, step.Kind, step.Fields, ValueChange.Of(step.Output), StepDiffSide.Of(step.Left), StepDiffSide.Of(step.Right));
}

/// <summary>How a step went on one side.</summary>
/// <param name="Status">Where it is.</param>
/// <param name="Seconds">From the beginning of its first attempt to its end; null when it has not run, or not ended.</param>
public sealed record StepDiffSide(StepStatus Status, double? Seconds)
{
    internal static StepDiffSide? Of(StepCourse? step) => step is null ? null : new StepDiffSide(step.Status, step.Took?.TotalSeconds);
}

/// <summary>A place where two values differ.</summary>
/// <param name="Place">The place, as a JSON pointer.</param>
/// <param name="Kind">How.</param>
/// <param name="Left">What is there on the left; null for nothing.</param>
/// <param name="Right">What is there on the right; null for nothing.</param>
/// <param name="Was">The place on the left, when that is another; null when it is the same or there is none.</param>
public sealed record ValueChange(string Place, ChangeKind Kind, JsonElement? Left, JsonElement? Right, string? Was)
{
    internal static IReadOnlyList<ValueChange> Of(JsonDifference difference) =>
        [.. difference.Changes.Select(static c => new ValueChange(c.Place, c.Kind, c.Left, c.Right, c.LeftPointer == c.Place ? null : c.LeftPointer))];
}

/// <summary>Where the time of a run went; times in seconds.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended, or now.</param>
/// <param name="TotalSeconds">In all.</param>
/// <param name="WorkingSeconds">Work of all steps together.</param>
/// <param name="RetryingSeconds">What attempts that failed cost in all.</param>
/// <param name="QueuedOnCriticalPathSeconds">Time on the critical path in which a step could have begun and did not.</param>
/// <param name="HeldOnCriticalPathSeconds">Time on the critical path in which the run waited on purpose.</param>
/// <param name="MostParallel">Steps that worked at the same time, at most.</param>
/// <param name="AverageParallel">On average.</param>
/// <param name="CriticalPath">Addresses of the steps that its duration hung on, first one first.</param>
/// <param name="Steps">Where the time of every step went, in the order they began.</param>
public sealed record RunTimes(
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    double TotalSeconds,
    double WorkingSeconds,
    double RetryingSeconds,
    double QueuedOnCriticalPathSeconds,
    double HeldOnCriticalPathSeconds,
    int MostParallel,
    double AverageParallel,
    IReadOnlyList<string> CriticalPath,
    IReadOnlyList<StepTimes> Steps)
{
    internal static RunTimes Of(TimingReport report) => new(
        report.StartedAt, report.EndedAt, report.Total.TotalSeconds, report.Working.TotalSeconds, report.Retrying.TotalSeconds,
        report.QueuedOnCriticalPath.TotalSeconds, report.HeldOnCriticalPath.TotalSeconds, report.Parallelism.Most, Math.Round(report.Parallelism.Average, 3),
        [.. report.CriticalPath.Select(static s => s.Path)], [.. report.Steps.Select(StepTimes.Of)]);
}

/// <summary>Where the time of a step went; times in seconds.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Does">What it does, in words.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="ReadyAt">When nothing held it back any more.</param>
/// <param name="StartedAt">When its first attempt began.</param>
/// <param name="EndedAt">When it ended, or now.</param>
/// <param name="QueuedSeconds">From ready to its first attempt.</param>
/// <param name="RetryingSeconds">Attempts that failed, and the time between.</param>
/// <param name="WorkingSeconds">Its last attempt, when that is work.</param>
/// <param name="HeldSeconds">Its last attempt, when that is waiting on purpose.</param>
/// <param name="HasInner">Whether other steps ran inside it.</param>
/// <param name="IsCritical">Whether it is on the critical path.</param>
public sealed record StepTimes(
    string Path, string Kind, string Does, int Attempts, DateTimeOffset ReadyAt, DateTimeOffset StartedAt, DateTimeOffset EndedAt, double QueuedSeconds,
    double RetryingSeconds, double WorkingSeconds, double HeldSeconds, bool HasInner, bool IsCritical)
{
    internal static StepTimes Of(StepTiming step) => new(
        step.Path, step.Kind, step.Does, step.Attempts, step.ReadyAt, step.StartedAt, step.EndedAt, step.Queued.TotalSeconds, step.Retrying.TotalSeconds,
        step.Working.TotalSeconds, step.Held.TotalSeconds, step.HasInner, step.IsCritical);
}
