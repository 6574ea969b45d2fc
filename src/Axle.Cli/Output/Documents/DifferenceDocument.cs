using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Runs.Comparison;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>workflow diff</c>.</summary>
/// <param name="Left">The run that was named first.</param>
/// <param name="Right">The run that was named second.</param>
/// <param name="Same">Whether they did the same with the same result.</param>
/// <param name="Fields">What is different of the runs themselves.</param>
/// <param name="Inputs">Places of the inputs that differ.</param>
/// <param name="Variables">Places of the variables that differ.</param>
/// <param name="Outputs">Places of the outputs that differ.</param>
/// <param name="Counts">How many steps are the same, changed, added, removed.</param>
/// <param name="Steps">Steps that differ.</param>
internal sealed record DifferenceDocument(
    string Left,
    string Right,
    bool Same,
    ImmutableArray<FieldDifference> Fields,
    ImmutableArray<ChangePart> Inputs,
    ImmutableArray<ChangePart> Variables,
    ImmutableArray<ChangePart> Outputs,
    StepCounts Counts,
    ImmutableArray<StepDifferencePart> Steps)
{
    public static DifferenceDocument Of(RunDifference difference) => new(
        difference.Left.Run.Value,
        difference.Right.Run.Value,
        difference.IsSame,
        difference.Fields,
        ChangePart.Of(difference.Inputs),
        ChangePart.Of(difference.Variables),
        ChangePart.Of(difference.Outputs),
        difference.Counts,
        [.. difference.Steps.Select(static s => new StepDifferencePart(s.Path, Words.Name(s.Kind), s.Fields, ChangePart.Of(s.Output)))]);
}

/// <summary>A step that differs.</summary>
internal sealed record StepDifferencePart(string Path, string Kind, ImmutableArray<FieldDifference> Fields, ImmutableArray<ChangePart> Output);

/// <summary>A place where two values differ.</summary>
/// <param name="Place">The place, as a JSON pointer.</param>
/// <param name="Kind">added, removed, changed or moved.</param>
/// <param name="Left">What is there on the left.</param>
/// <param name="Right">What is there on the right.</param>
internal sealed record ChangePart(string Place, string Kind, JsonElement? Left, JsonElement? Right)
{
    public static ImmutableArray<ChangePart> Of(JsonDifference difference) =>
        [.. difference.Changes.Select(static c => new ChangePart(c.Place, Words.Name(c.Kind), c.Left, c.Right))];
}
