using System.Text.Json;

namespace Axle.Tools.Validation;

/// <summary>Reads an <see cref="ArgumentShape"/> out of a schema.</summary>
internal sealed class ShapeReader
{
    private const int MostPlaces = 5_000;

    // What outside tools call the places that go to a disk, a shell, a database or the network. Only guards against mending, checks nothing.
    private static readonly HashSet<string> SinkNames = new(
        ["path", "paths", "file", "files", "directory", "source", "destination", "command", "cmd", "script", "sql", "query", "url", "uri"],
        StringComparer.OrdinalIgnoreCase);

    private readonly JsonElement _root;
    private readonly Dictionary<string, ArgumentShape> _known = new(StringComparer.Ordinal);

    private ShapeReader(JsonElement root) => _root = root;

    /// <summary>Reads a schema; one that is not understood gives a shape that says nothing.</summary>
    public static ArgumentShape Read(JsonElement schema)
    {
        var reader = new ShapeReader(schema);
        return reader.At("#", schema);
    }

    /// <summary>Whether a place must be kept as it was written, by its name alone: outside tools mark nothing.</summary>
    public static bool IsSinkName(string name) => SinkNames.Contains(name);

    private ArgumentShape At(string pointer, JsonElement schema)
    {
        if (_known.TryGetValue(pointer, out var known))
        {
            return known;
        }

        var shape = new ArgumentShape();
        if (_known.Count >= MostPlaces)
        {
            shape.IsOpen = true;
            return shape;
        }

        _known.Add(pointer, shape);
        Merge(shape, pointer, schema);
        return shape;
    }

    private void Merge(ArgumentShape shape, string pointer, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            var place = $"{pointer}/{keyword.Name}";
            switch (keyword.Name)
            {
                case "properties" when keyword.Value.ValueKind == JsonValueKind.Object:
                    Properties(shape, place, keyword.Value);
                    break;
                case "items" when keyword.Value.ValueKind == JsonValueKind.Object:
                    shape.Items = At(place, keyword.Value);
                    break;
                case "allOf" when keyword.Value.ValueKind == JsonValueKind.Array:
                    foreach (var (index, part) in keyword.Value.EnumerateArray().Index())
                    {
                        Merge(shape, $"{place}/{index}", part);
                    }

                    break;
                case "anyOf" or "oneOf" when keyword.Value.ValueKind == JsonValueKind.Array:
                    shape.Branches.AddRange(keyword.Value.EnumerateArray().Index().Select(part => At($"{place}/{part.Index}", part.Item)));
                    break;
                case "$ref" when keyword.Value.ValueKind == JsonValueKind.String:
                    Refer(shape, keyword.Value.GetString()!);
                    break;
                default:
                    Plain(shape, keyword);
                    break;
            }
        }
    }

    private void Properties(ArgumentShape shape, string place, JsonElement properties)
    {
        foreach (var property in properties.EnumerateObject())
        {
            var child = At($"{place}/{property.Name}", property.Value);
            shape.Properties[property.Name] = child;
        }
    }

    /// <summary>Takes over what stands at a local reference; one that leads back to a place being read is left out.</summary>
    private void Refer(ArgumentShape shape, string reference)
    {
        if (reference == "#" || !reference.StartsWith("#/", StringComparison.Ordinal) || Find(reference) is not { } target)
        {
            shape.IsOpen = true;
            return;
        }

        var other = At(reference, target);
        shape.Types.UnionWith(other.Types);
        shape.Required.UnionWith(other.Required);
        shape.Branches.AddRange(other.Branches);
        shape.Items ??= other.Items;
        shape.Values ??= other.Values;
        shape.Sink ??= other.Sink;
        shape.IsOpen |= other.IsOpen;
        foreach (var (name, property) in other.Properties)
        {
            shape.Properties.TryAdd(name, property);
        }
    }

    private JsonElement? Find(string reference)
    {
        var place = _root;
        foreach (var part in reference[2..].Split('/').Select(static part =>
            part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (place.ValueKind != JsonValueKind.Object || !place.TryGetProperty(part, out place))
            {
                return null;
            }
        }

        return place;
    }

    private static void Plain(ArgumentShape shape, JsonProperty keyword)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "type":
                shape.Types.UnionWith(value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(static t => t.ToString()) : [value.ToString()]);
                break;
            case "required" when value.ValueKind == JsonValueKind.Array:
                shape.Required.UnionWith(value.EnumerateArray().Select(static name => name.ToString()));
                break;
            case "enum" when value.ValueKind == JsonValueKind.Array:
                shape.Values = [.. value.EnumerateArray()];
                break;
            case "const":
                shape.Values = [value];
                break;
            case "additionalProperties" or "unevaluatedProperties" or "patternProperties":
                shape.IsOpen |= value.ValueKind != JsonValueKind.False;
                break;
            case "if" or "then" or "else" or "dependentSchemas" or "$dynamicRef":
                shape.IsOpen = true;
                break;
            case "minimum" when value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var least):
                shape.Least = least;
                break;
            case "maximum" when value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var most):
                shape.Most = most;
                break;
            case "x-axle-clamp":
                shape.Clamps = value.ValueKind == JsonValueKind.True;
                break;
            case "x-axle-sink":
                shape.Sink = Enum.TryParse<ArgumentSink>(value.ToString(), ignoreCase: true, out var sink)
                    ? sink
                    : throw new ArgumentException($"x-axle-sink is '{value}'; known are path, shell, argument, sql and url.");
                break;
            case "format" when value.ValueKind == JsonValueKind.String && value.GetString() is "workspace-path" or "workspace-glob":
                shape.HasPathFormat = true;
                break;
        }
    }
}
