using System.Buffers;
using System.Text.Json;
using Axle.Workflows.Definition.Faults;

namespace Axle.Workflows.Definition.Source;

/// <summary>Nodes as JSON. The JSON owns its memory, so it lives as long as anyone needs it.</summary>
internal static class NodeJson
{
    // Most values are small and there are thousands in a file, so what writes them is kept; what a large one made grow is not.
    private const int MostKept = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>The node as JSON: keys in the order of the file, numbers as written.</summary>
    /// <returns>False when a number has no form in JSON (<c>.inf</c>, <c>.nan</c>), which is then a fault.</returns>
    public static bool TryConvert(Node node, FaultList faults, out JsonElement json)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = _writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        buffer.ResetWrittenCount();
        writer.Reset();
        var isWritten = Write(writer, node, faults);
        writer.Flush();
        json = isWritten ? Parse(buffer.WrittenSpan) : default;
        if (buffer.Capacity > MostKept)
            (_buffer, _writer) = (null, null);
        return isWritten;
    }

    /// <summary>The node that a JSON Pointer (RFC 6901) leads to; the deepest one on the way when it leads nowhere.</summary>
    public static Node Find(Node node, string pointer)
    {
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var key = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            var inner = node.Kind == NodeKind.List && int.TryParse(key, out var index) && index >= 0 && index < node.Items.Count
                ? node.Items[index]
                : node.Find(key);
            if (inner is null)
                break;
            node = inner;
        }

        return node;
    }

    private static JsonElement Parse(ReadOnlySpan<byte> written)
    {
        var reader = new Utf8JsonReader(written);
        return JsonElement.ParseValue(ref reader);
    }

    private static bool Write(Utf8JsonWriter writer, Node node, FaultList faults)
    {
        switch (node.Kind)
        {
            case NodeKind.Null:
                writer.WriteNullValue();
                return true;
            case NodeKind.Boolean:
                writer.WriteBooleanValue(node.Text == "true");
                return true;
            case NodeKind.Integer or NodeKind.Float:
                return WriteNumber(writer, node, faults);
            case NodeKind.Text:
                writer.WriteStringValue(node.Text);
                return true;
            case NodeKind.List:
                return WriteList(writer, node, faults);
            default:
                return WriteMapping(writer, node, faults);
        }
    }

    private static bool WriteNumber(Utf8JsonWriter writer, Node node, FaultList faults)
    {
        if (char.IsAsciiDigit(node.Text[^1]))
        {
            writer.WriteRawValue(node.Text, skipInputValidation: true);
            return true;
        }

        faults.Add(FaultCode.WrongForm, node, $"'{node.Text}' is not a number that data can hold.", "Use a finite number, or put it in quotes as text.");
        return false;
    }

    private static bool WriteList(Utf8JsonWriter writer, Node node, FaultList faults)
    {
        writer.WriteStartArray();
        foreach (var item in node.Items)
        {
            if (!Write(writer, item, faults))
                return false;
        }

        writer.WriteEndArray();
        return true;
    }

    private static bool WriteMapping(Utf8JsonWriter writer, Node node, FaultList faults)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in node.Entries)
        {
            writer.WritePropertyName(key.Text);
            if (!Write(writer, value, faults))
                return false;
        }

        writer.WriteEndObject();
        return true;
    }
}
