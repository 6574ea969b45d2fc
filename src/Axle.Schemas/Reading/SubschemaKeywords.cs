using System.Globalization;
using System.Text.Json;
using Axle.Schemas.Checking;

namespace Axle.Schemas.Reading;

/// <summary>Where schemas stand inside schemas. Anything else (<c>enum</c>, <c>const</c>, unknown keywords) holds plain data.</summary>
internal static class SubschemaKeywords
{
    private static readonly HashSet<string> Single = new(StringComparer.Ordinal)
    {
        "additionalProperties", "additionalItems", "items", "contains", "propertyNames", "not", "if", "then", "else",
        "unevaluatedItems", "unevaluatedProperties", "contentSchema",
    };

    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal) { "allOf", "anyOf", "oneOf", "prefixItems", "items" };

    private static readonly HashSet<string> Maps = new(StringComparer.Ordinal)
    {
        "properties", "patternProperties", "definitions", "$defs", "dependentSchemas", "dependencies",
    };

    /// <summary>The schemas directly inside a schema.</summary>
    public static IEnumerable<SchemaPlace> In(SchemaPlace schema)
    {
        foreach (var keyword in schema.Element.EnumerateObject())
        {
            var pointer = $"{schema.Pointer}/{InstancePath.Escape(keyword.Name)}";
            var inside = keyword.Value.ValueKind switch
            {
                JsonValueKind.Object when Maps.Contains(keyword.Name) =>
                    keyword.Value.EnumerateObject().Select(entry => new SchemaPlace(entry.Value, $"{pointer}/{InstancePath.Escape(entry.Name)}")),
                JsonValueKind.Object when Single.Contains(keyword.Name) => [new SchemaPlace(keyword.Value, pointer)],
                JsonValueKind.Array when Lists.Contains(keyword.Name) => keyword.Value.EnumerateArray().Select(
                    (entry, index) => new SchemaPlace(entry, $"{pointer}/{index.ToString(CultureInfo.InvariantCulture)}")),
                _ => [],
            };
            foreach (var place in inside)
            {
                yield return place;
            }
        }
    }
}
