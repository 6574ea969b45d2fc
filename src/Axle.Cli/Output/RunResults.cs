using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Cli.Output;

/// <summary>What people look for in a run's outputs, wherever in them it is: verdict, counts of findings, reports.</summary>
internal sealed record RunResults
{
    private RunResults()
    {
    }

    /// <summary>The sentence that sums the run up; null when it gave none.</summary>
    public string? Summary { get; private init; }

    /// <summary>The score it gave, 0 to 100; null when it gave none.</summary>
    public double? Score { get; private init; }

    /// <summary>Findings by severity, in the order they were reported; null when none were counted.</summary>
    public IReadOnlyDictionary<string, long>? Counts { get; private init; }

    /// <summary>Absolute paths of the reports by form; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Reports { get; private init; } = new Dictionary<string, string>();

    /// <summary>Whether a step was answered without a language model.</summary>
    public bool Offline { get; private init; }

    /// <summary>Paths of the steps that only planned a change of the outside world.</summary>
    public IReadOnlyList<string> PlannedOnly { get; private init; } = [];

    /// <summary>Looks into the run's outputs, and where they say nothing into those of the steps, the last first.</summary>
    /// <param name="outputs">The run's outputs; null when it has none.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="workspace">Directory from which relative paths of reports count; null when it is not known.</param>
    public static RunResults Of(JsonElement? outputs, IReadOnlyList<StepRecord> steps, string? workspace)
    {
        var places = Places(outputs, steps).Where(static p => p.ValueKind == JsonValueKind.Object).ToList();
        // What belongs together comes from one place: a summary of one step beside the score of another would be a lie.
        var main = FirstWith(places, "reports", JsonValueKind.Object) ?? FirstWith(places, "summary", JsonValueKind.String);
        return new RunResults
        {
            Summary = Member(main, "summary", JsonValueKind.String)?.GetString(),
            Score = Member(main, "score", JsonValueKind.Number)?.GetDouble(),
            Counts = Member(main, "counts", JsonValueKind.Object)?.EnumerateObject()
                .Where(static c => c.Value.ValueKind == JsonValueKind.Number)
                .ToDictionary(static c => c.Name, static c => c.Value.GetInt64()),
            Reports = Member(main, "reports", JsonValueKind.Object)?.EnumerateObject()
                .Where(static r => r.Value.ValueKind == JsonValueKind.String)
                .ToDictionary(static r => r.Name, r => Path.GetFullPath(r.Value.GetString()!, workspace ?? Path.GetFullPath("/"))) ?? [],
            Offline = steps.Any(static s => Has(s, "offline", JsonValueKind.True)),
            PlannedOnly = [.. steps.Where(IsPlannedOnly).Select(static s => s.Path)],
        };
    }

    private static IEnumerable<JsonElement> Places(JsonElement? outputs, IReadOnlyList<StepRecord> steps)
    {
        if (outputs is { ValueKind: JsonValueKind.Object } whole)
        {
            yield return whole;
            foreach (var part in whole.EnumerateObject())
                yield return part.Value;
        }

        foreach (var step in steps.OrderByDescending(static s => s.EndedAt).Where(static s => s.Output is { IsResolved: true }))
            yield return step.Output!.Value;
    }

    private static JsonElement? FirstWith(List<JsonElement> places, string name, JsonValueKind kind)
    {
        foreach (var place in places)
        {
            if (Member(place, name, kind) is not null)
                return place;
        }

        return null;
    }

    private static JsonElement? Member(JsonElement? place, string name, JsonValueKind kind) =>
        place is { } whole && whole.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;

    private static bool IsPlannedOnly(StepRecord step) =>
        step.Decisions.Any(static d => d.Kind == "planned-only") || Has(step, "applied", JsonValueKind.False);

    private static bool Has(StepRecord step, string name, JsonValueKind kind) =>
        step.Output is { IsResolved: true, Value.ValueKind: JsonValueKind.Object } output
        && output.Value.TryGetProperty(name, out var value)
        && value.ValueKind == kind;
}
