using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Agents.Memory;

/// <summary>
/// Merges two values that were made from one: a field that one side changed has its value, one that both changed has the later one and is a clash.
/// Objects are merged field by field at every depth. Of lists to which both sides only added, the additions of both are kept.
/// </summary>
internal static class JsonMerge
{
    /// <summary>Merges.</summary>
    /// <param name="before">What both sides began with; null when that is not known.</param>
    /// <param name="mine">The value that is there.</param>
    /// <param name="theirs">The value that comes later.</param>
    /// <param name="clashes">Gets the places that both changed, as JSON Pointers.</param>
    public static JsonElement Merge(JsonElement? before, JsonElement mine, JsonElement theirs, ImmutableArray<string>.Builder clashes) =>
        JsonSerializer.SerializeToElement(Merge(before, mine, theirs, "", clashes));

    private static JsonNode? Merge(JsonElement? before, JsonElement? mine, JsonElement? theirs, string path, ImmutableArray<string>.Builder clashes)
    {
        if (Same(mine, theirs) || Same(before, theirs))
            return Node(mine);
        if (Same(before, mine))
            return Node(theirs);
        if (mine is { ValueKind: JsonValueKind.Object } first && theirs is { ValueKind: JsonValueKind.Object } second)
            return Fields(before is { ValueKind: JsonValueKind.Object } ? before : null, first, second, path, clashes);
        if (Additions(before, mine, theirs) is { } list)
            return list;
        clashes.Add(path);
        return Node(theirs ?? mine);
    }

    private static JsonObject Fields(JsonElement? before, JsonElement mine, JsonElement theirs, string path, ImmutableArray<string>.Builder clashes)
    {
        var merged = new JsonObject();
        var names = mine.EnumerateObject().Concat(theirs.EnumerateObject()).Select(static field => field.Name).Distinct(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var (was, first, second) = (Field(before, name), Field(mine, name), Field(theirs, name));
            // A side that does not know what was there cannot have taken it away.
            if (was is not null && ((first is null && Same(was, second)) || (second is null && Same(was, first))))
                continue;
            merged[name] = Merge(was, first, second, $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", clashes);
        }

        return merged;
    }

    private static JsonArray? Additions(JsonElement? before, JsonElement? mine, JsonElement? theirs)
    {
        if (mine is not { ValueKind: JsonValueKind.Array } first || theirs is not { ValueKind: JsonValueKind.Array } second)
            return null;
        JsonElement[] common = before is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
        JsonElement[] here = [.. first.EnumerateArray()];
        JsonElement[] there = [.. second.EnumerateArray()];
        return Begins(here, common) && Begins(there, common) ? new JsonArray([.. here.Concat(there[common.Length..]).Select(static item => Node(item))]) : null;
    }

    private static bool Begins(JsonElement[] list, JsonElement[] with) =>
        list.Length >= with.Length && with.Zip(list).All(static pair => JsonElement.DeepEquals(pair.First, pair.Second));

    private static JsonElement? Field(JsonElement? element, string name) => element is { } holder && holder.TryGetProperty(name, out var value) ? value : null;

    private static bool Same(JsonElement? a, JsonElement? b) => a is null || b is null ? a is null && b is null : JsonElement.DeepEquals(a.Value, b.Value);

    private static JsonNode? Node(JsonElement? element) => element is { } value ? JsonSerializer.SerializeToNode(value) : null;
}
