using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Models.Tests.Recorded;

/// <summary>Puts values at paths such as <c>$.recipe.steps[1]</c> together: by the first step of each, and so on.</summary>
internal static class PathsByHand
{
    public static JsonElement ToJson(IEnumerable<KeyValuePair<string, string>> values) =>
        JsonSerializer.SerializeToElement(Build([.. values.Select(v => (v.Key.Replace("[", ".[", StringComparison.Ordinal).Split('.')[1..], v.Value))]));

    private static JsonNode? Build(List<(string[] Path, string Value)> values)
    {
        if (values is [(Path: [], var leaf)])
            return decimal.TryParse(leaf, NumberStyles.Number, CultureInfo.InvariantCulture, out _) && leaf.Contains('.', StringComparison.Ordinal)
                ? JsonNode.Parse(leaf) : JsonValue.Create(leaf);
        var groups = values.GroupBy(v => v.Path[0], v => (v.Path[1..], v.Value)).ToList();
        if (groups.Count == 0 || groups[0].Key[0] != '[')
            return new JsonObject(groups.Select(g => KeyValuePair.Create(g.Key, Build([.. g]))));
        return new JsonArray([.. groups.OrderBy(g => int.Parse(g.Key.Trim('[', ']'), CultureInfo.InvariantCulture)).Select(g => Build([.. g]))]);
    }
}
