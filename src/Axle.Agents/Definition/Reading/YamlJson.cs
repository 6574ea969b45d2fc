using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Axle.Agents.Definition.Reading;

/// <summary>Turns YAML nodes into JSON by the core schema of YAML 1.2 (chapter 10.3): plain scalars are typed, quoted ones are text.</summary>
internal static class YamlJson
{
    public static JsonElement ToElement(YamlNode node) => ToElement(ToNode(node));

    /// <summary>The same value as an element.</summary>
    /// <remarks>
    /// Written and parsed by hand: the serializer would first build converters for every type it knows, which takes longer than reading the
    /// whole library of agents, and every command waits for that.
    /// </remarks>
    public static JsonElement ToElement(JsonNode? node)
    {
        if (node is null)
            return JsonElement.Parse("null");
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
            node.WriteTo(writer);
        return JsonElement.Parse(bytes.WrittenSpan);
    }

    public static JsonNode? ToNode(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Select(static pair =>
            KeyValuePair.Create((pair.Key as YamlScalarNode)?.Value ?? pair.Key.ToString(), ToNode(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(ToNode)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Typed(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    private static JsonValue? Typed(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when IsNumber(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };

    // double.TryParse also takes "Infinity" and "NaN", which JSON cannot hold and YAML writes as .inf and .nan.
    private static bool IsNumber(string text) => char.IsAsciiDigit(text[^1]) && (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.');
}
