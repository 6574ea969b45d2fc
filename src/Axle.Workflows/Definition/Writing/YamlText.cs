using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Writing;

/// <summary>JSON as YAML that people like to read: blocks, no quotes where none are needed, long texts after <c>|</c>.</summary>
internal sealed class YamlText
{
    // A key on one line with its ':' may have 1,024 characters in YAML.
    private const int LongestSimpleKey = 500;

    private readonly StringBuilder _text = new();

    /// <summary>Writes a document that ends in a line break.</summary>
    public static string Write(JsonNode? node)
    {
        var yaml = new YamlText();
        yaml.Value(node, 0, inList: true);
        return yaml._text.ToString();
    }

    /// <summary>Writes a value behind a <c>-</c>, a <c>:</c> or at the start.</summary>
    /// <param name="node">The value.</param>
    /// <param name="indent">Spaces before lines of the value.</param>
    /// <param name="inList">Whether the first key of a mapping may stand in this line.</param>
    private void Value(JsonNode? node, int indent, bool inList)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } mapping:
                Mapping(mapping, indent, inList);
                break;
            case JsonArray { Count: > 0 } list:
                List(list, indent, inList);
                break;
            case JsonObject:
                Line("{}");
                break;
            case JsonArray:
                Line("[]");
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Text(value.GetValue<string>(), indent);
                break;
            default:
                Line(node is null ? "null" : node.ToJsonString());
                break;
        }
    }

    private void Mapping(JsonObject mapping, int indent, bool inList)
    {
        if (!inList)
            _text.Append('\n');
        var isFirst = inList;
        foreach (var (key, value) in mapping)
        {
            if (!isFirst)
                _text.Append(' ', indent);
            isFirst = false;
            if (key.Length > LongestSimpleKey)
                _text.Append("? ").Append(Quoted(key)).Append('\n').Append(' ', indent).Append(':');
            else
                _text.Append(IsPlain(key) ? key : Quoted(key)).Append(':');
            _text.Append(value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } ? "" : " ");
            Value(value, indent + 2, inList: false);
        }
    }

    private void List(JsonArray list, int indent, bool inList)
    {
        if (!inList)
            _text.Append('\n');
        var isFirst = inList;
        foreach (var item in list)
        {
            if (!isFirst)
                _text.Append(' ', indent);
            isFirst = false;
            _text.Append("- ");
            Value(item, indent + 2, inList: true);
        }
    }

    private void Text(string text, int indent)
    {
        if (!IsBlock(text))
        {
            Line(IsPlain(text) ? text : Quoted(text));
            return;
        }

        var ends = text.EndsWith('\n');
        Line(ends ? "|" : "|-");
        foreach (var line in (ends ? text[..^1] : text).Split('\n'))
        {
            if (line.Length > 0)
                _text.Append(' ', Math.Max(indent, 2));
            Line(line);
        }
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    /// <summary>Whether a text of several lines reads back the same from a literal block.</summary>
    private static bool IsBlock(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) || text.EndsWith("\n\n", StringComparison.Ordinal) || char.IsWhiteSpace(text[0]))
            return false;
        foreach (var line in text.Split('\n'))
        {
            if ((line.Length > 0 && string.IsNullOrWhiteSpace(line)) || line.StartsWith('\t'))
                return false;
        }

        return text.All(static c => c is '\n' or '\t' || IsPrintable(c));
    }

    private static bool IsPlain(string text) =>
        text.Length is > 0 and < 200
        && (char.IsAsciiLetterOrDigit(text[0]) || text[0] is '$' or '_' or '/' or '.' or '(')
        && text[^1] is not (' ' or ':')
        && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && !text.StartsWith("...", StringComparison.Ordinal)
        && text.All(IsPrintable)
        && CoreSchema.Plain(text, 0).Kind == NodeKind.Text;

    private static bool IsPrintable(char c) =>
        c is >= ' ' and <= '~' or (>= '\u00a1' and < '\ud800' and not ('\u2028' or '\u2029')) or (>= '\ue000' and < '\ufeff');

    /// <summary>A text in double quotes, every character that could be lost written as an escape.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                quoted.Append(c).Append(text[++i]);
            else if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (IsPrintable(c))
                quoted.Append(c);
            else
                quoted.Append(c switch { '\n' => "\\n", '\t' => "\\t", '\r' => "\\r", _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}") });
        }

        return quoted.Append('"').ToString();
    }
}
