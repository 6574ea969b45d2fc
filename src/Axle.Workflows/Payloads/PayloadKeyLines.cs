using System.Collections.Immutable;

namespace Axle.Workflows.Payloads;

/// <summary>Reads the lines of a key file. Messages name lines and ids, never what may be a key.</summary>
internal static class PayloadKeyLines
{
    private const int LongestText = 100_000;

    public static PayloadKeys Read(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText)
            throw Fault(source, $"has {text.Length} characters; keys take at most {LongestText}");
        var ids = ImmutableArray.CreateBuilder<string>();
        var material = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (index, line) in text.Split('\n', ';').Select(static l => l.Trim()).Index())
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var (id, key) = ReadLine(line, source, index + 1);
            if (material.FirstOrDefault(m => m.Value.AsSpan().SequenceEqual(key)).Key is { } twin && twin != id)
                throw Fault(source, $"has the same key as '{twin}' and as '{id}'. A new id needs a new key: openssl rand -base64 32");
            if (!material.TryAdd(id, key))
                throw Fault(source, $"has the key id '{id}' twice. Give each key an id of its own");
            ids.Add(id);
        }

        return ids.Count is > 0 and <= PayloadKeys.MostKeys
            ? new PayloadKeys(ids.ToImmutable(), material)
            : throw Fault(source, $"has {ids.Count} keys. Give it 1 to {PayloadKeys.MostKeys}, one a line, as id:key");
    }

    private static (string Id, byte[] Key) ReadLine(string line, string source, int number)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            throw Fault(source, $"line {number}: there is no ':' between id and key");
        var id = line[..colon].Trim();
        if (!PayloadKeys.IsKeyId(id))
            throw Fault(source, $"line {number}: before the ':' is no key id. Use 1 to 64 letters, digits, '-', '_' or '.'");
        var key = new byte[PayloadKeys.KeyLength];
        if (!Convert.TryFromBase64String(line[(colon + 1)..].Trim(), key, out var length) || length != PayloadKeys.KeyLength)
            throw Fault(source, $"line {number}: the key '{id}' is not {PayloadKeys.KeyLength} bytes in base64. Make one: openssl rand -base64 {PayloadKeys.KeyLength}");
        if (key.Distinct().Count() < PayloadKeys.KeyLength / 4)
            throw Fault(source, $"line {number}: the key '{id}' is not random. Make one: openssl rand -base64 {PayloadKeys.KeyLength}");
        return (id, key);
    }

    private static AxleException Fault(string source, string what) => new(ErrorKind.Validation, $"The encryption keys cannot be used: {source} {what}.");
}
