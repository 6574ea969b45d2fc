using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Schemas.Checking;
using Axle.Schemas.Numbers;
using Axle.Schemas.Patterns;
using Axle.Schemas.Rules;

namespace Axle.Schemas.Reading;

/// <summary>Reads the keywords of one schema object and complains about values that make no sense.</summary>
internal sealed class KeywordReader(SchemaPlace place, SchemaResource resource, SchemaOptions options)
{
    public SchemaResource Resource { get; } = resource;

    public SchemaPlace Place { get; } = place;

    /// <summary>The place of a keyword as people are shown it.</summary>
    public string PathOf(string keyword) => Resource.Document.Show($"{Place.Pointer}/{InstancePath.Escape(keyword)}");

    public bool TryGet(string keyword, out JsonElement value) => Place.Element.TryGetProperty(keyword, out value);

    public string? Text(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(keyword, "must be a string");
    }

    public bool Flag(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return false;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(keyword, "must be true or false");
    }

    public JsonElement? Number(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number ? value : throw Wrong(keyword, "must be a number");
    }

    /// <summary>A count: 0 and up; larger than any possible count reads as the largest.</summary>
    public long? Count(string keyword)
    {
        if (Number(keyword) is not { } value)
        {
            return null;
        }

        var number = ExactNumber.Read(value);
        if (!number.IsInteger || number.Sign < 0)
        {
            throw Wrong(keyword, "must be a whole number, 0 or more");
        }

        return value.TryGetInt64(out var count) ? count : (long)Math.Min(value.GetDouble(), int.MaxValue);
    }

    public IReadOnlyList<string> Names(string keyword)
    {
        TryGet(keyword, out var value);
        return NamesOf(value, keyword);
    }

    public IReadOnlyList<string> NamesOf(JsonElement value, string keyword) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? value.EnumerateArray().Select(item => item.GetString()!).ToList()
            : throw Wrong(keyword, "must be a list of property names");

    public JsonTypes Types()
    {
        TryGet("type", out var value);
        var names = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
        var types = JsonTypes.None;
        foreach (var name in names)
        {
            if (name.ValueKind != JsonValueKind.String || !TypeRule.Names.TryGetValue(name.GetString()!, out var type))
            {
                var nearest = name.ValueKind == JsonValueKind.String ? NearestName.Find(name.GetString()!, TypeRule.Names.Keys) : null;
                throw Wrong("type", $"must be one of {string.Join(", ", TypeRule.Names.Keys)}, or a list of these"
                    + (nearest is null ? "" : $"; did you mean '{nearest}'?"));
            }

            types |= type;
        }

        return types == JsonTypes.None ? throw Wrong("type", "must name at least one type") : types;
    }

    /// <summary>The entries of a keyword that maps names to something.</summary>
    public IEnumerable<(string Name, SchemaPlace Place)> Map(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(entry =>
                (entry.Name, new SchemaPlace(entry.Value, $"{Place.Pointer}/{keyword}/{InstancePath.Escape(entry.Name)}")))
            : throw Wrong(keyword, "must be an object");
    }

    /// <summary>The entries of a keyword that lists schemas.</summary>
    public IEnumerable<SchemaPlace> List(string keyword)
    {
        if (!TryGet(keyword, out var value))
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select((entry, index) =>
                new SchemaPlace(entry, $"{Place.Pointer}/{keyword}/{index.ToString(CultureInfo.InvariantCulture)}"))
            : throw Wrong(keyword, "must be a list of schemas");
    }

    /// <summary>Reads a pattern.</summary>
    public Regex Pattern(string source, string keyword)
    {
        try
        {
            return EcmaPattern.Compile(source, options);
        }
        catch (ArgumentException broken)
        {
            throw new SchemaException(PathOf(keyword), $"the pattern cannot be used: {broken.Message}", broken);
        }
    }

    public SchemaException Wrong(string keyword, string problem) => new(PathOf(keyword), $"'{keyword}' {problem}");
}
