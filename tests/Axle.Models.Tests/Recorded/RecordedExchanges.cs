using System.IO.Compression;
using System.Text.Json;
using Axle.Models.Tests.Wire;

namespace Axle.Models.Tests.Recorded;

/// <summary>Exchanges that others recorded with the real services.</summary>
internal static class RecordedExchanges
{
    public static IEnumerable<(string Id, bool Stream, int Status, string Body)> Read(string file, string api)
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
            if (root.GetProperty("api").GetString() != api)
                continue;
            var body = root.GetProperty("response").GetProperty("body");
            yield return (root.GetProperty("id").GetString()!, root.GetProperty("stream").GetBoolean(), root.GetProperty("status").GetInt32(),
                body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText());
        }
    }
}
