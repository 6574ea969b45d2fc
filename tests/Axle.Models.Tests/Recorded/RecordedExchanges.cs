using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Axle.Models.Tests.Wire;

namespace Axle.Models.Tests.Recorded;

/// <summary>One exchange that others recorded with the real services.</summary>
internal sealed record RecordedExchange(string Id, bool Stream, int Status, string Body)
{
    /// <summary>Its reply, to be given again.</summary>
    public Reply ToReply() => Stream && Status == 200 ? Reply.Stream(Body) : new Reply(Body, Status);
}

/// <summary>Exchanges that others recorded with the real services.</summary>
internal static class RecordedExchanges
{
    public static IEnumerable<RecordedExchange> Read(string file, params string[] apis)
    {
        if (SharedData.Find("wire-recorded") is not { } folder)
            yield break;
        using var raw = File.OpenRead(Path.Combine(folder, file));
        using Stream plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        using var reader = new StreamReader(plain);
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (!apis.Contains(root.GetProperty("api").GetString()))
                continue;
            var body = root.GetProperty("response").GetProperty("body");
            yield return new RecordedExchange(root.GetProperty("id").GetString()!, root.GetProperty("stream").GetBoolean(),
                root.GetProperty("status").GetInt32(), body.ValueKind == JsonValueKind.String ? Text(body.GetString()!) : body.GetRawText());
        }
    }

    /// <summary>The data of every event of a recorded stream.</summary>
    public static IEnumerable<JsonElement> Events(string stream) => stream.Split('\n')
        .Where(l => l.StartsWith("data:", StringComparison.Ordinal) && l.AsSpan(5).Trim() is not "[DONE]").Select(l => Samples.Json(l[5..]));

    // Some bodies were stored as base64.
    private static string Text(string body)
    {
        if (body.StartsWith('{') || body.Contains("data:", StringComparison.Ordinal) || body.Contains(' ', StringComparison.Ordinal))
            return body;
        var bytes = new byte[body.Length];
        return Convert.TryFromBase64String(body, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : body;
    }
}
