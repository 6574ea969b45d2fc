using System.Text;
using System.Text.Json;
using Axle.Tools.Mcp.Connections;
using ModelContextProtocol.Protocol;

namespace Axle.Tools.Mcp.Calls;

/// <summary>
/// What a call gave, as JSON: the structured content where the server gives one, else an object with the joined <c>text</c> and, when there is more
/// than text, all parts as <c>content</c>: images and sounds in base64, resources with their text, links with their address.
/// </summary>
internal static class McpResult
{
    /// <summary>The largest result that is taken, in bytes as JSON.</summary>
    public const int Largest = 8 * 1024 * 1024;

    /// <summary>Reads a result.</summary>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.Tool"/>: the tool says that it failed. <see cref="ErrorKind.MalformedAnswer"/>: too large.
    /// </exception>
    public static JsonElement Read(string server, string tool, CallToolResult result)
    {
        var text = string.Join('\n', result.Content.OfType<TextContentBlock>().Select(static t => t.Text));
        if (result.IsError == true)
            throw new AxleException(ErrorKind.Tool, $"MCP server '{server}': the tool '{tool}' failed: {McpFaults.Sentence(text.Length > 0 ? text : "it does not say why")}");
        if (result.StructuredContent is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } structured)
            return Bounded(server, tool, structured.ValueKind == JsonValueKind.Object ? structured : Wrap("value", structured));
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("text", text);
            if (result.Content.Any(static block => block is not TextContentBlock))
                WriteParts(json, result.Content);
            json.WriteEndObject();
        }

        return buffer.Length <= Largest ? JsonElement.Parse(buffer.ToArray()) : throw TooLarge(server, tool, buffer.Length);
    }

    private static JsonElement Wrap(string name, JsonElement value) => JsonElement.Parse($"{{\"{name}\":{value.GetRawText()}}}");

    private static JsonElement Bounded(string server, string tool, JsonElement value) =>
        Encoding.UTF8.GetByteCount(value.GetRawText()) is var size and > Largest ? throw TooLarge(server, tool, size) : value;

    private static AxleException TooLarge(string server, string tool, long size) => new(ErrorKind.MalformedAnswer,
        $"MCP server '{server}': the result of '{tool}' has {size} bytes; at most {Largest} are taken. Ask for less of it.");

    private static void WriteParts(Utf8JsonWriter json, IEnumerable<ContentBlock> content)
    {
        json.WriteStartArray("content");
        foreach (var block in content)
        {
            json.WriteStartObject();
            json.WriteString("type", block.Type);
            WritePart(json, block);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter json, ContentBlock block)
    {
        switch (block)
        {
            case TextContentBlock text:
                json.WriteString("text", text.Text);
                break;
            case ImageContentBlock image:
                json.WriteString("mimeType", image.MimeType);
                json.WriteString("data", image.Data.Span);
                break;
            case AudioContentBlock audio:
                json.WriteString("mimeType", audio.MimeType);
                json.WriteString("data", audio.Data.Span);
                break;
            case EmbeddedResourceBlock embedded:
                WriteResource(json, embedded.Resource);
                break;
            case ResourceLinkBlock link:
                json.WriteString("uri", link.Uri);
                json.WriteString("name", link.Name);
                if (link.MimeType is { } mime)
                    json.WriteString("mimeType", mime);
                break;
        }
    }

    private static void WriteResource(Utf8JsonWriter json, ResourceContents resource)
    {
        json.WriteString("uri", resource.Uri);
        if (resource.MimeType is { } mime)
            json.WriteString("mimeType", mime);
        if (resource is TextResourceContents text)
            json.WriteString("text", text.Text);
        else if (resource is BlobResourceContents blob)
            json.WriteString("data", blob.Blob.Span);
    }
}
