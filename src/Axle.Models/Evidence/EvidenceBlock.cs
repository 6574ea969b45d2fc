using System.Text.Encodings.Web;
using System.Text.Json;

namespace Axle.Models.Evidence;

/// <summary>
/// The fenced blocks of a prompt that carry JSON. JSON text has no raw line breaks inside strings, so a line that begins with a
/// fence always ends the block, whatever the evidence quotes.
/// </summary>
internal static class EvidenceBlock
{
    public const string EvidenceFence = "```evidence";
    public const string SchemaFence = "```schema";
    private const string Close = "```";

    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64 };

    /// <summary>Writes JSON between fences.</summary>
    public static string Write(string fence, JsonElement json) => $"{fence}\n{ToText(json)}\n{Close}";

    /// <summary>The JSON as compact text, letters of all scripts unescaped.</summary>
    public static string ToText(JsonElement json) => JsonSerializer.Serialize(json, Writing);

    /// <summary>Finds the last block with this fence; null when there is none that parses.</summary>
    public static JsonElement? Find(string text, string fence)
    {
        var start = text.LastIndexOf(fence + "\n", StringComparison.Ordinal);
        if (start < 0)
            return null;
        var body = text.AsSpan(start + fence.Length + 1);
        var end = body.IndexOf("\n" + Close);
        if (end < 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(body[..end].ToString(), Reading);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
