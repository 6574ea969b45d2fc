using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Axle.Workflows.Runs.Comparison;

/// <summary>
/// Compares two JSON values by their structure: objects by key, arrays by what their items have in common in order, long strings by
/// lines or words.
/// </summary>
public sealed class JsonComparison
{
    private readonly ComparisonLimits _limits;
    private readonly ImmutableArray<JsonChange>.Builder _changes = ImmutableArray.CreateBuilder<JsonChange>();
    private int _count;

    private JsonComparison(ComparisonLimits limits) => _limits = limits;

    /// <summary>How the right value differs from the left.</summary>
    /// <param name="left">The left value; null when there is none.</param>
    /// <param name="right">The right value; null when there is none.</param>
    /// <param name="limits">Limits; null for the standard ones.</param>
    /// <exception cref="AxleException">Validation: a limit is out of range.</exception>
    public static JsonDifference Compare(JsonElement? left, JsonElement? right, ComparisonLimits? limits = null)
    {
        var comparison = new JsonComparison((limits ?? ComparisonLimits.Standard).Checked());
        if (left is { } before && right is { } after)
            comparison.Values(before, after, "", "");
        else if (left is not null || right is not null)
            comparison.Add(left is null ? null : "", right is null ? null : "", left, right);
        return comparison._count == 0 ? JsonDifference.None : new JsonDifference(comparison._changes.ToImmutable(), comparison._count);
    }

    private void Values(JsonElement left, JsonElement right, string leftAt, string rightAt)
    {
        if (JsonElement.DeepEquals(left, right))
            return;
        switch (left.ValueKind, right.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                Objects(left, right, leftAt, rightAt);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                Arrays(left, right, leftAt, rightAt);
                break;
            case (JsonValueKind.String, JsonValueKind.String):
                Add(leftAt, rightAt, left, right, TextComparison.Inside(left.GetString()!, right.GetString()!, _limits));
                break;
            default:
                Add(leftAt, rightAt, left, right);
                break;
        }
    }

    private void Objects(JsonElement left, JsonElement right, string leftAt, string rightAt)
    {
        foreach (var property in left.EnumerateObject())
        {
            var at = Under(leftAt, property.Name);
            if (right.TryGetProperty(property.Name, out var other))
                Values(property.Value, other, at, Under(rightAt, property.Name));
            else
                Add(at, null, property.Value, null);
        }

        foreach (var property in right.EnumerateObject())
        {
            if (!left.TryGetProperty(property.Name, out _))
                Add(null, Under(rightAt, property.Name), null, property.Value);
        }
    }

    private void Arrays(JsonElement left, JsonElement right, string leftAt, string rightAt)
    {
        JsonElement[] before = [.. left.EnumerateArray()];
        JsonElement[] after = [.. right.EnumerateArray()];
        foreach (var (l, r) in ItemAlignment.Of(before, after, _limits.Edits))
        {
            var from = l is null ? null : Under(leftAt, Index(l.Value));
            var to = r is null ? null : Under(rightAt, Index(r.Value));
            if (l is null || r is null)
                Add(from, to, l is null ? null : before[l.Value], r is null ? null : after[r.Value]);
            else if (l == r || !JsonElement.DeepEquals(before[l.Value], after[r.Value]))
                Values(before[l.Value], after[r.Value], from!, to!);
            else
                Add(from, to, before[l.Value], after[r.Value], moved: true);
        }
    }

    private void Add(string? leftAt, string? rightAt, JsonElement? left, JsonElement? right, TextDifference? text = null, bool moved = false)
    {
        if (_count++ < _limits.Changes)
            _changes.Add(new JsonChange(leftAt, rightAt, left, right, text, moved));
    }

    private static string Under(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);
}
