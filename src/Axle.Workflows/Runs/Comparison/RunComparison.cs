using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Axle.Workflows.Runs.Comparison;

/// <summary>Compares two runs field by field: a run and its fork, last week's and today's, before and after a change of the workflow.</summary>
public static class RunComparison
{
    /// <summary>How the right run differs from the left. How long things took is not compared; the records have it.</summary>
    /// <param name="left">The run to start from.</param>
    /// <param name="right">The run to look at.</param>
    /// <param name="limits">Limits; null for the standard ones.</param>
    /// <exception cref="AxleException">Validation: a limit is out of range.</exception>
    public static RunDifference Compare(ComparedRun left, ComparedRun right, ComparisonLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var within = (limits ?? ComparisonLimits.Standard).Checked();
        var steps = Steps(left.Steps, right.Steps, within, out var counts);
        return new RunDifference(
            new RunOutline(left.Run, left.Workflow, left.Duration),
            new RunOutline(right.Run, right.Workflow, right.Duration),
            Different(
                ("workflow", left.Workflow, right.Workflow),
                ("definition", Short(left.Definition), Short(right.Definition)),
                ("status", Name(left.Status), Name(right.Status)),
                ("error", Text(left.Error), Text(right.Error))),
            Compare(left.Inputs, right.Inputs, within),
            Compare(left.Variables, right.Variables, within),
            Compare(left.Outputs, right.Outputs, within),
            steps,
            counts);
    }

    private static ImmutableArray<StepDifference> Steps(
        IReadOnlyList<StepRecord> left, IReadOnlyList<StepRecord> right, ComparisonLimits limits, out StepCounts counts)
    {
        var before = left.ToDictionary(static s => s.Path, StringComparer.Ordinal);
        var kept = ImmutableArray.CreateBuilder<StepDifference>();
        counts = new StepCounts(0, 0, 0, 0);
        foreach (var step in right)
        {
            var found = before.Remove(step.Path, out var earlier) ? Compare(earlier, step, limits) : Only(null, step);
            counts = found.Kind == ChangeKind.Added ? counts with { Added = counts.Added + 1 }
                : found.Fields.IsEmpty && found.Output.IsSame ? counts with { Same = counts.Same + 1 }
                : counts with { Changed = counts.Changed + 1 };
            if (kept.Count < limits.Steps && (found.Kind == ChangeKind.Added || !found.Fields.IsEmpty || !found.Output.IsSame))
                kept.Add(found);
        }

        counts = counts with { Removed = before.Count };
        kept.AddRange(left.Where(s => before.ContainsKey(s.Path)).Take(limits.Steps - kept.Count).Select(static s => Only(s, null)));
        return kept.ToImmutable();
    }

    private static StepDifference Only(StepRecord? left, StepRecord? right) =>
        new((left ?? right)!.Path, StepCourse.Of(left), StepCourse.Of(right), [], JsonDifference.None);

    private static StepDifference Compare(StepRecord left, StepRecord right, ComparisonLimits limits) => new(
        right.Path,
        StepCourse.Of(left),
        StepCourse.Of(right),
        Different(
            ("does", $"{left.Kind} {left.Does}", $"{right.Kind} {right.Does}"),
            ("status", Name(left.Status), Name(right.Status)),
            ("attempts", Number(left.Attempts), Number(right.Attempts)),
            ("error", Text(left.Error), Text(right.Error)),
            ("skipped", left.SkipReason, right.SkipReason)),
        Compare(left.Output, right.Output, limits));

    private static JsonDifference Compare(Payload? left, Payload? right, ComparisonLimits limits)
    {
        // Large outputs that are the same are told by their hash.
        if (left is not null && right is not null && left.Size == right.Size && left.Hash == right.Hash)
            return JsonDifference.None;
        return JsonComparison.Compare(left?.Value, right?.Value, limits);
    }

    private static ImmutableArray<FieldDifference> Different(params ReadOnlySpan<(string Name, string? Left, string? Right)> fields)
    {
        var different = ImmutableArray.CreateBuilder<FieldDifference>();
        foreach (var (name, left, right) in fields)
        {
            if (left != right)
                different.Add(new FieldDifference(name, left, right));
        }

        return different.ToImmutable();
    }

    private static string? Text(AxleError? error) => error is null ? null : $"{error.Kind.ToName()}: {error.Message}";

    private static string Name<T>(T status)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Short(string hash) => hash[..Math.Min(12, hash.Length)];
}
