using System.Buffers;
using System.Text.Json;
using Axle.Schemas.Checking;
using Axle.Schemas.Rules;

namespace Axle.Schemas.Defaults;

/// <summary>Copies a value and puts the defaults of missing properties in.</summary>
internal sealed class DefaultFilling(Evaluation run, SchemaOptions options)
{
    private int _depth;
    private int _steps;

    /// <summary>Fills a value in; the value itself comes back when nothing was missing.</summary>
    public JsonElement Fill(SchemaNode schema, JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        bool changed;
        using (var writer = new Utf8JsonWriter(buffer))
        {
            changed = Write(writer, [schema], value);
        }

        if (!changed)
        {
            return value;
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = options.MaxDepth });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Writes a value that all the given schemas describe; true when something was put in.</summary>
    private bool Write(Utf8JsonWriter writer, List<SchemaNode> schemas, JsonElement value)
    {
        if (schemas.Count == 0 || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            value.WriteTo(writer);
            return false;
        }

        if (++_steps > options.MaxSteps || ++_depth > options.MaxDepth)
        {
            throw new CheckGivenUpException("filling in defaults does not end; look for a default that is described by its own schema");
        }

        var all = Closure(schemas, value);
        var changed = value.ValueKind == JsonValueKind.Array ? WriteItems(writer, all, value) : WriteProperties(writer, all, value);
        _depth--;
        return changed;
    }

    private bool WriteItems(Utf8JsonWriter writer, List<SchemaNode> schemas, JsonElement array)
    {
        var changed = false;
        var index = 0;
        writer.WriteStartArray();
        foreach (var item in array.EnumerateArray())
        {
            var position = index++;
            changed |= Write(writer, Inner(schemas, rule => rule.ItemAt(position) is { } schema ? [schema] : []), item);
        }

        writer.WriteEndArray();
        return changed;
    }

    private bool WriteProperties(Utf8JsonWriter writer, List<SchemaNode> schemas, JsonElement value)
    {
        var changed = false;
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            changed |= Write(writer, Named(schemas, property.Name), property.Value);
        }

        var names = schemas.SelectMany(schema => schema.Rules).SelectMany(rule => rule.PropertyNames).Distinct(StringComparer.Ordinal);
        foreach (var name in names.Where(name => !value.TryGetProperty(name, out _)))
        {
            var named = Named(schemas, name);
            if (DefaultOf(named) is not { } missing)
            {
                continue;
            }

            changed = true;
            writer.WritePropertyName(name);
            Write(writer, named, missing);
        }

        writer.WriteEndObject();
        return changed;
    }

    private static List<SchemaNode> Named(List<SchemaNode> schemas, string name) =>
        Inner(schemas, rule => rule.PropertyAt(name) is { } schema ? [schema] : []);

    private static List<SchemaNode> Inner(List<SchemaNode> schemas, Func<Rule, IEnumerable<SchemaNode>> pick) =>
        schemas.SelectMany(schema => schema.Rules).SelectMany(pick).Distinct().ToList();

    private JsonElement? DefaultOf(List<SchemaNode> schemas)
    {
        // A default may stand behind a $ref; the kind of the missing value is unknown, so only what holds for null too is followed.
        using var nothing = JsonDocument.Parse("null");
        return Closure(schemas, nothing.RootElement).Select(schema => schema.Default).FirstOrDefault(value => value is not null);
    }

    /// <summary>The schemas and all that hold for the same value beside them.</summary>
    private List<SchemaNode> Closure(List<SchemaNode> schemas, JsonElement value)
    {
        var all = new List<SchemaNode>(schemas);
        var known = new HashSet<SchemaNode>(schemas);
        var beside = new List<SchemaNode>();
        for (var at = 0; at < all.Count; at++)
        {
            beside.Clear();
            foreach (var rule in all[at].Rules)
            {
                rule.AddBeside(value, run, beside);
            }

            all.AddRange(beside.Where(known.Add));
        }

        return all;
    }
}
