using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Axle.Models.Recording;

/// <summary>
/// What a request is found by: provider, method, path without its query, and body without spaces and with sorted names, after keys and personal
/// data were taken out.
/// </summary>
internal static class Fingerprint
{
    private const int HashBytes = 16;

    public static string Of(string provider, string method, string path, string? body)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        var head = $"{provider}\n{method}\n{(query < 0 ? path : path[..query])}\n";
        byte[] whole = [.. Encoding.UTF8.GetBytes(head), .. Canonical(body ?? "")];
        return Convert.ToHexStringLower(SHA256.HashData(whole).AsSpan(0, HashBytes));
    }

    private static byte[] Canonical(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 256 });
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 256 }))
                Write(json, document.RootElement);
            return buffer.ToArray();
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetBytes(body);
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(static p => p.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(json, item);
                json.WriteEndArray();
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }
}
