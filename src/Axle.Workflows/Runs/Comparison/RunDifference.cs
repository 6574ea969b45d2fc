using System.Collections.Immutable;

namespace Axle.Workflows.Runs.Comparison;

/// <summary>How two runs differ, field by field.</summary>
/// <param name="Left">The left run.</param>
/// <param name="Right">The right run.</param>
/// <param name="Fields">Fields of the runs themselves that differ: workflow, definition, status, error.</param>
/// <param name="Inputs">How their inputs differ.</param>
/// <param name="Variables">How their variables differ.</param>
/// <param name="Outputs">How their outputs differ.</param>
/// <param name="Steps">Steps that differ, in the order of the right run, then those that only the left one has; the first when there are many.</param>
/// <param name="Counts">How many steps differ in all.</param>
public sealed record RunDifference(
    RunOutline Left,
    RunOutline Right,
    ImmutableArray<FieldDifference> Fields,
    JsonDifference Inputs,
    JsonDifference Variables,
    JsonDifference Outputs,
    ImmutableArray<StepDifference> Steps,
    StepCounts Counts)
{
    /// <summary>Whether the runs did the same with the same result; how long it took does not matter.</summary>
    public bool IsSame => Fields.IsEmpty && Inputs.IsSame && Variables.IsSame && Outputs.IsSame && Counts is { Added: 0, Removed: 0, Changed: 0 };
}

/// <summary>What a comparison tells of a run as a whole.</summary>
/// <param name="Run">The run.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="Duration">From its beginning to its end; null when it has not ended.</param>
public sealed record RunOutline(RunId Run, string Workflow, TimeSpan? Duration);

/// <summary>A field that two runs or steps have differently.</summary>
/// <param name="Name">The field: <c>status</c>, <c>attempts</c>, <c>error</c> …</param>
/// <param name="Left">Its value on the left as text; null for none.</param>
/// <param name="Right">Its value on the right; null for none.</param>
public sealed record FieldDifference(string Name, string? Left, string? Right);

/// <summary>A step that differs between two runs.</summary>
/// <param name="Path">Its address in the run.</param>
/// <param name="Left">How it went on the left; null when it is not there.</param>
/// <param name="Right">How it went on the right; null when it is not there.</param>
/// <param name="Fields">Its fields that differ; none when only one side has it.</param>
/// <param name="Output">How its outputs differ.</param>
public sealed record StepDifference(
    string Path, StepCourse? Left, StepCourse? Right, ImmutableArray<FieldDifference> Fields, JsonDifference Output)
{
    /// <summary>Whether it came, went, or went otherwise.</summary>
    public ChangeKind Kind => Left is null ? ChangeKind.Added : Right is null ? ChangeKind.Removed : ChangeKind.Changed;
}

/// <summary>How a step went on one side.</summary>
/// <param name="Status">Where it is.</param>
/// <param name="Took">From the beginning of its first attempt to its end; null when it has not run, or not ended.</param>
public sealed record StepCourse(StepStatus Status, TimeSpan? Took)
{
    internal static StepCourse? Of(StepRecord? step) => step is null ? null : new StepCourse(step.Status, step.EndedAt - step.StartedAt);
}

/// <summary>How many steps are the same, and how many are not.</summary>
/// <param name="Same">The same on both sides.</param>
/// <param name="Changed">On both sides, and different.</param>
/// <param name="Added">On the right only.</param>
/// <param name="Removed">On the left only.</param>
public sealed record StepCounts(int Same, int Changed, int Added, int Removed);
