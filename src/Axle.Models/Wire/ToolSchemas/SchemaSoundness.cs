using System.Text.Json;

namespace Axle.Models.Wire.ToolSchemas;

/// <summary>
/// One walk over a schema of arguments: is it a schema at all, and does it need rewriting? It looks at shapes only, in a few microseconds,
/// because it stands in the way of every call.
/// </summary>
internal sealed class SchemaSoundness
{
    private const int Deepest = 48;
    private readonly JsonElement _root;

    private SchemaSoundness(JsonElement root) => _root = root;

    /// <summary>Whether OpenAI and Anthropic take it as it stands.</summary>
    public bool IsPlain { get; private set; } = true;

    /// <summary>Whether a property has a name with other characters than letters, digits, <c>_</c>, <c>.</c>, <c>-</c>, or more than 64.</summary>
    public bool HasOddNames { get; private set; }

    /// <summary>Looks at a schema.</summary>
    /// <exception cref="InexpressibleSchemaException">It is no schema.</exception>
    public static SchemaSoundness Check(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            throw new InexpressibleSchemaException("its schema is no JSON object");
        var soundness = new SchemaSoundness(schema);
        soundness.IsPlain = schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("object") &&
            schema.TryGetProperty("properties", out _);
        foreach (var property in schema.EnumerateObject())
        {
            if (property.Name is "anyOf" or "oneOf" or "allOf" or "not" or "enum" or "const" or "$ref" or "if" or "then" or "else" or "$schema" or "$id")
                soundness.IsPlain = false;
        }

        soundness.Walk(schema, "", 0);
        return soundness;
    }

    private void Walk(JsonElement schema, string path, int depth)
    {
        if (depth > Deepest)
            throw new InexpressibleSchemaException($"its schema is nested deeper than {Deepest} levels");
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
            IsPlain = false;
        else if (schema.ValueKind != JsonValueKind.Object)
            throw Fault(path, "must be a schema");
        else
            WalkKeywords(schema, path, depth);
    }

    private void WalkKeywords(JsonElement schema, string path, int depth)
    {
        var (isArray, hasItems) = (false, false);
        foreach (var keyword in schema.EnumerateObject())
        {
            var (name, value) = (keyword.Name, keyword.Value);
            switch (name)
            {
                case "type":
                    CheckType(value, path);
                    isArray = value.ValueKind == JsonValueKind.String && value.ValueEquals("array");
                    break;
                case "properties" or "patternProperties" or "$defs" or "definitions" or "dependentSchemas":
                    WalkNamed(value, $"{path}/{name}", depth, isProperties: name == "properties");
                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    (IsPlain, hasItems) = (false, true);
                    WalkList(value, $"{path}/{name}", depth, mayBeEmpty: true);
                    break;
                case "items" or "not" or "if" or "then" or "else" or "contains" or "propertyNames":
                    hasItems |= name == "items";
                    Walk(value, $"{path}/{name}", depth + 1);
                    break;
                case "additionalProperties" when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                    Walk(value, $"{path}/{name}", depth + 1);
                    break;
                case "anyOf" or "oneOf" or "allOf" or "prefixItems":
                    WalkList(value, $"{path}/{name}", depth, mayBeEmpty: false);
                    break;
                default:
                    CheckValue(name, value, path);
                    break;
            }
        }

        IsPlain &= !isArray || hasItems;
    }

    private void WalkNamed(JsonElement schemas, string path, int depth, bool isProperties)
    {
        if (schemas.ValueKind != JsonValueKind.Object)
            throw Fault(path, "must be an object of schemas");
        foreach (var child in schemas.EnumerateObject())
        {
            HasOddNames |= isProperties && !IsPlainName(child.Name);
            Walk(child.Value, $"{path}/{child.Name}", depth + 1);
        }
    }

    private void WalkList(JsonElement schemas, string path, int depth, bool mayBeEmpty)
    {
        if (schemas.ValueKind != JsonValueKind.Array || (!mayBeEmpty && schemas.GetArrayLength() == 0))
            throw Fault(path, "must be a list of schemas with at least one");
        foreach (var child in schemas.EnumerateArray())
            Walk(child, path, depth + 1);
    }

    private void CheckValue(string name, JsonElement value, string path)
    {
        switch (name)
        {
            case "required" when value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(static v => v.ValueKind != JsonValueKind.String):
                throw Fault($"{path}/required", "must be a list of property names");
            case "enum" when value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0:
                throw Fault($"{path}/enum", "must be a list of values with at least one");
            case "$ref" when SchemaReference.Find(_root, value) is null:
                throw Fault($"{path}/$ref", "points to nothing in this schema");
            case "exclusiveMinimum" or "exclusiveMaximum" when value.ValueKind != JsonValueKind.Number:
                IsPlain = false;
                break;
        }
    }

    private static void CheckType(JsonElement type, string path)
    {
        var isKnown = type.ValueKind switch
        {
            JsonValueKind.String => IsType(type),
            JsonValueKind.Array => type.GetArrayLength() > 0 && type.EnumerateArray().All(IsType),
            _ => false,
        };
        if (!isKnown)
            throw Fault($"{path}/type", "must be one of string, number, integer, boolean, object, array, null, or a list of these");
    }

    private static bool IsType(JsonElement type) => type.ValueKind == JsonValueKind.String &&
        (type.ValueEquals("string") || type.ValueEquals("object") || type.ValueEquals("integer") || type.ValueEquals("number") ||
            type.ValueEquals("boolean") || type.ValueEquals("array") || type.ValueEquals("null"));

    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 64 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static InexpressibleSchemaException Fault(string path, string what) => new($"'{path}' {what}");
}
