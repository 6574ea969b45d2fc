using System.Text.Json;

namespace Axle.Models.Providers.Offline.Filling;

/// <summary>
/// One schema with its references followed and its <c>allOf</c> parts joined: what a value must be like, as far as the filler
/// understands it. What it does not understand (<c>not</c>, <c>if</c>, <c>contains</c> …) is caught by the check of the whole answer.
/// </summary>
internal sealed class SchemaShape
{
    private const int MostParts = 32;

    public HashSet<string> Types { get; private set; } = [];

    public JsonElement? Const { get; private set; }

    public List<JsonElement>? Choices { get; private set; }

    public List<(string Name, JsonElement Schema)> Properties { get; } = [];

    public HashSet<string> Required { get; } = new(StringComparer.Ordinal);

    public JsonElement? Items { get; private set; }

    public List<JsonElement> PrefixItems { get; } = [];

    /// <summary>The schema of further properties; null when anything goes.</summary>
    public JsonElement? Additional { get; private set; }

    /// <summary>The first <c>anyOf</c> or <c>oneOf</c>.</summary>
    public List<JsonElement> Branches { get; private set; } = [];

    public int MinItems { get; private set; }

    public int MaxItems { get; private set; } = int.MaxValue;

    public bool UniqueItems { get; private set; }

    public int MinLength { get; private set; }

    public int MaxLength { get; private set; } = int.MaxValue;

    public string? Pattern { get; private set; }

    public double Minimum { get; private set; } = double.NegativeInfinity;

    public double Maximum { get; private set; } = double.PositiveInfinity;

    public bool ExcludesMinimum { get; private set; }

    public bool ExcludesMaximum { get; private set; }

    public double? MultipleOf { get; private set; }

    public string Description { get; private set; } = "";

    public bool Allows(string type) => Types.Count == 0 || Types.Contains(type);

    public static SchemaShape Read(JsonElement root, JsonElement schema)
    {
        var shape = new SchemaShape();
        var left = MostParts;
        shape.Collect(root, schema, ref left);
        return shape;
    }

    /// <summary>The shape with one branch of <see cref="Branches"/> chosen.</summary>
    public static SchemaShape Read(JsonElement root, JsonElement schema, JsonElement branch)
    {
        var shape = Read(root, schema);
        shape.Branches = [];
        var left = MostParts;
        shape.Collect(root, branch, ref left);
        return shape;
    }

    private void Collect(JsonElement root, JsonElement schema, ref int left)
    {
        if (schema.ValueKind != JsonValueKind.Object || left-- == 0)
            return;
        foreach (var keyword in schema.EnumerateObject())
        {
            if (keyword.NameEquals("$ref") && keyword.Value.ValueKind == JsonValueKind.String && Resolve(root, keyword.Value.GetString()!) is { } target)
                Collect(root, target, ref left);
            else if (keyword.NameEquals("allOf") && keyword.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var part in keyword.Value.EnumerateArray())
                    Collect(root, part, ref left);
            }
            else
                TakeKeyword(keyword);
        }
    }

    private void TakeKeyword(JsonProperty keyword)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "type": TakeTypes(value); break;
            case "const": Const ??= value; break;
            case "enum" when value.ValueKind == JsonValueKind.Array: Choices ??= [.. value.EnumerateArray()]; break;
            case "description" when value.ValueKind == JsonValueKind.String: Description = value.GetString()!; break;
            case "anyOf" or "oneOf" when value.ValueKind == JsonValueKind.Array && Branches.Count == 0: Branches = [.. value.EnumerateArray()]; break;
            case "pattern" when value.ValueKind == JsonValueKind.String: Pattern ??= value.GetString(); break;
            default: TakeContainerKeyword(keyword.Name, value); break;
        }
    }

    private void TakeContainerKeyword(string name, JsonElement value)
    {
        switch (name)
        {
            case "properties" when value.ValueKind == JsonValueKind.Object:
                Properties.AddRange(value.EnumerateObject().Where(p => Properties.All(q => q.Name != p.Name)).Select(p => (p.Name, p.Value)));
                break;
            case "required" when value.ValueKind == JsonValueKind.Array:
                Required.UnionWith(value.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.String).Select(r => r.GetString()!));
                break;
            case "items": Items ??= value; break;
            case "prefixItems" when value.ValueKind == JsonValueKind.Array: PrefixItems.AddRange(value.EnumerateArray()); break;
            case "additionalProperties": Additional ??= value; break;
            case "uniqueItems": UniqueItems |= value.ValueKind == JsonValueKind.True; break;
            default: TakeLimit(name, value); break;
        }
    }

    private void TakeLimit(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
            return;
        var whole = (int)Math.Clamp(number, 0, int.MaxValue);
        switch (name)
        {
            case "minItems": MinItems = Math.Max(MinItems, whole); break;
            case "maxItems": MaxItems = Math.Min(MaxItems, whole); break;
            case "minLength": MinLength = Math.Max(MinLength, whole); break;
            case "maxLength": MaxLength = Math.Min(MaxLength, whole); break;
            case "multipleOf": MultipleOf ??= number; break;
            case "minimum" when number > Minimum: (Minimum, ExcludesMinimum) = (number, false); break;
            case "exclusiveMinimum" when number >= Minimum: (Minimum, ExcludesMinimum) = (number, true); break;
            case "maximum" when number < Maximum: (Maximum, ExcludesMaximum) = (number, false); break;
            case "exclusiveMaximum" when number <= Maximum: (Maximum, ExcludesMaximum) = (number, true); break;
        }
    }

    private void TakeTypes(JsonElement value)
    {
        var types = value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)
            : value.ValueKind == JsonValueKind.String ? [value.GetString()!] : [];
        var set = types.ToHashSet(StringComparer.Ordinal);
        if (Types.Count > 0)
            set.IntersectWith(Types);
        Types = set;
    }

    private static JsonElement? Resolve(JsonElement root, string reference)
    {
        if (reference == "#")
            return root;
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
            return null;
        var at = root;
        foreach (var part in reference[2..].Split('/'))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        }

        return at;
    }
}
