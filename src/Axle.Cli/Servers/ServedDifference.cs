using System.Collections.Immutable;
using Axle.Client.Runs;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Comparison;

namespace Axle.Cli.Servers;

/// <summary>A comparison that a server made, as one that was made here.</summary>
internal static class ServedDifference
{
    public static RunDifference Of(RunDiff diff) => new(
        Of(diff.Left),
        Of(diff.Right),
        Of(diff.Fields),
        Of(diff.Inputs),
        Of(diff.Variables),
        Of(diff.Outputs),
        [.. diff.Steps.Select(static s => new StepDifference(s.Path, Of(s.Left), Of(s.Right), Of(s.Fields), Of(s.Output)))],
        new StepCounts(diff.Counts.Same, diff.Counts.Changed, diff.Counts.Added, diff.Counts.Removed));

    private static RunOutline Of(Run run) => new(new RunId(run.Id), run.Workflow, run.EndedAt - run.CreatedAt);

    private static ImmutableArray<FieldDifference> Of(IReadOnlyList<FieldDiff> fields) =>
        [.. fields.Select(static f => new FieldDifference(f.Name, f.Left, f.Right))];

    private static StepCourse? Of(StepDiffSide? side) => side is null
        ? null
        : new StepCourse(Enum.Parse<StepStatus>(side.Status, ignoreCase: true), side.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    private static JsonDifference Of(IReadOnlyList<ValueChange> changes) => new([.. changes.Select(Of)], changes.Count);

    private static JsonChange Of(ValueChange change)
    {
        var kind = Enum.Parse<ChangeKind>(change.Kind, ignoreCase: true);
        var was = change.Was ?? change.Place;
        return new JsonChange(
            kind == ChangeKind.Added ? null : was,
            kind == ChangeKind.Removed ? null : change.Place,
            change.Left,
            change.Right,
            kind == ChangeKind.Changed && JsonComparison.Compare(change.Left, change.Right).Changes is [{ Text: { } text }] ? text : null,
            kind == ChangeKind.Moved);
    }
}
