using System.Text.Json;

namespace Axle.Client.Runs;

/// <summary>How two runs differ.</summary>
/// <param name="Left">The one.</param>
/// <param name="Right">The other.</param>
/// <param name="Same">Whether they did the same with the same result; how long it took does not matter.</param>
/// <param name="Fields">What is different of the runs themselves.</param>
/// <param name="Inputs">Places of the inputs that differ.</param>
/// <param name="Variables">Places of the variables that differ.</param>
/// <param name="Outputs">Places of the outputs that differ.</param>
/// <param name="Counts">How many steps are the same, changed, added, removed.</param>
/// <param name="Steps">Steps that differ.</param>
public sealed record RunDiff(
    Run Left,
    Run Right,
    bool Same,
    IReadOnlyList<FieldDiff> Fields,
    IReadOnlyList<ValueChange> Inputs,
    IReadOnlyList<ValueChange> Variables,
    IReadOnlyList<ValueChange> Outputs,
    DiffCounts Counts,
    IReadOnlyList<StepDiff> Steps);

/// <summary>A field that two runs or steps have differently.</summary>
/// <param name="Name">The field: <c>status</c>, <c>attempts</c>, <c>error</c> …</param>
/// <param name="Left">Its value on the left as text; null for none.</param>
/// <param name="Right">Its value on the right; null for none.</param>
public sealed record FieldDiff(string Name, string? Left, string? Right);

/// <summary>How many steps differ.</summary>
/// <param name="Same">The same on both sides.</param>
/// <param name="Changed">On both sides, and different.</param>
/// <param name="Added">On the right only.</param>
/// <param name="Removed">On the left only.</param>
public sealed record DiffCounts(int Same, int Changed, int Added, int Removed);

/// <summary>A step that differs.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Kind"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Fields">What is different of the step itself.</param>
/// <param name="Output">Places of its output that differ.</param>
/// <param name="Left">How it went on the left; null when it is not there.</param>
/// <param name="Right">How it went on the right; null when it is not there.</param>
public sealed record StepDiff(
    string Path, string Kind, IReadOnlyList<FieldDiff> Fields, IReadOnlyList<ValueChange> Output, StepDiffSide? Left, StepDiffSide? Right);

/// <summary>How a step went on one side.</summary>
/// <param name="Status"><c>completed</c>, <c>failed</c>, <c>running</c> …</param>
/// <param name="Seconds">From the beginning of its first attempt to its end; null when it has not run, or not ended.</param>
public sealed record StepDiffSide(string Status, double? Seconds);

/// <summary>A place where two values differ.</summary>
/// <param name="Place">The place, as a JSON pointer.</param>
/// <param name="Kind"><c>added</c>, <c>removed</c>, <c>changed</c> or <c>moved</c>.</param>
/// <param name="Left">What is there on the left; null for nothing.</param>
/// <param name="Right">What is there on the right; null for nothing.</param>
/// <param name="Was">The place on the left, when that is another; null when it is the same or there is none.</param>
public sealed record ValueChange(string Place, string Kind, JsonElement? Left, JsonElement? Right, string? Was);
