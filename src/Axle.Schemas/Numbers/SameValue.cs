using System.Text.Json;

namespace Axle.Schemas.Numbers;

/// <summary>Equality of JSON values as the specification has it: 1 and 1.0 are the same, the order of properties is free.</summary>
internal sealed class SameValue : IEqualityComparer<JsonElement>
{
    public static SameValue Comparer { get; } = new();

    public bool Equals(JsonElement x, JsonElement y) => x.ValueKind == y.ValueKind && x.ValueKind switch
    {
        JsonValueKind.Number => ExactNumber.Read(x).Equals(ExactNumber.Read(y)),
        JsonValueKind.String => x.ValueEquals(y.GetString()),
        JsonValueKind.Array => SameItems(x, y),
        JsonValueKind.Object => SameProperties(x, y),
        _ => true,
    };

    public int GetHashCode(JsonElement obj)
    {
        var hash = new HashCode();
        hash.Add(obj.ValueKind);
        switch (obj.ValueKind)
        {
            case JsonValueKind.Number:
                hash.Add(ExactNumber.Read(obj));
                break;
            case JsonValueKind.String:
                hash.Add(obj.GetString(), StringComparer.Ordinal);
                break;
            case JsonValueKind.Array:
                foreach (var item in obj.EnumerateArray())
                {
                    hash.Add(GetHashCode(item));
                }

                break;
            case JsonValueKind.Object:
                // The order of properties is free, so their hashes are added up.
                var sum = 0;
                foreach (var property in obj.EnumerateObject())
                {
                    sum = unchecked(sum + HashCode.Combine(property.Name, GetHashCode(property.Value)));
                }

                hash.Add(sum);
                break;
        }

        return hash.ToHashCode();
    }

    private bool SameItems(JsonElement left, JsonElement right)
    {
        if (left.GetArrayLength() != right.GetArrayLength())
        {
            return false;
        }

        using var others = right.EnumerateArray().GetEnumerator();
        foreach (var item in left.EnumerateArray())
        {
            if (!others.MoveNext() || !Equals(item, others.Current))
            {
                return false;
            }
        }

        return true;
    }

    private bool SameProperties(JsonElement left, JsonElement right)
    {
        if (left.GetPropertyCount() != right.GetPropertyCount())
        {
            return false;
        }

        if (left.GetPropertyCount() == 0)
        {
            return true;
        }

        var others = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in right.EnumerateObject())
        {
            others[property.Name] = property.Value;
        }

        foreach (var property in left.EnumerateObject())
        {
            if (!others.TryGetValue(property.Name, out var other) || !Equals(property.Value, other))
            {
                return false;
            }
        }

        return true;
    }
}
