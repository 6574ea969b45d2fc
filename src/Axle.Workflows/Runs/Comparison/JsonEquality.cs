using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Axle.Workflows.Runs.Comparison;

/// <summary>JSON values as mathematics has them: the order of an object's keys means nothing, and 1 is 1.0.</summary>
internal sealed class JsonEquality : IEqualityComparer<JsonElement>
{
    public static JsonEquality Instance { get; } = new();

    public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

    public int GetHashCode([DisallowNull] JsonElement obj) => obj.ValueKind switch
    {
        JsonValueKind.Object => obj.EnumerateObject().Aggregate(17, (sum, p) => sum + HashCode.Combine(p.Name, GetHashCode(p.Value))),
        JsonValueKind.Array => obj.EnumerateArray().Aggregate(19, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        JsonValueKind.String => obj.GetString()!.GetHashCode(StringComparison.Ordinal),
        JsonValueKind.Number => obj.GetDouble().GetHashCode(),
        _ => (int)obj.ValueKind,
    };
}
