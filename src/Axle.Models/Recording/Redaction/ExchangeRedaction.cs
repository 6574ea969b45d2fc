using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Axle.Models.Recording.Redaction;

/// <summary>
/// Takes keys and personal data out of one exchange. In streams a text comes in pieces: they are looked at together, the placeholder stands in the
/// first piece, and the pieces of the connection keep their borders.
/// </summary>
/// <param name="keys">The keys that are configured.</param>
/// <param name="finder">Finds personal data.</param>
internal sealed class ExchangeRedaction(IReadOnlyList<string> keys, IPersonalDataFinder finder)
{
    private const int ShortestEncoded = 64;
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Placeholders _names = new();

    /// <summary>A text in one piece.</summary>
    public string Clean(string text) => string.Concat(Clean([text]));

    /// <summary>A text that came in pieces.</summary>
    public ImmutableArray<string> Clean(IReadOnlyList<string> chunks)
    {
        var text = string.Concat(chunks);
        var edits = Edits(text);
        if (edits.Count == 0)
            return [.. chunks];
        var cleaned = ImmutableArray.CreateBuilder<string>(chunks.Count);
        var (start, next) = (0, 0);
        foreach (var chunk in chunks)
        {
            cleaned.Add(Apply(text, start, start + chunk.Length, edits, ref next));
            start += chunk.Length;
        }

        return cleaned.MoveToImmutable();
    }

    /// <summary>A path or a header: only keys are looked for.</summary>
    public string CleanKeys(string value)
    {
        var hits = KeysIn(value).ToList();
        return hits.Count == 0 ? value : Replaced(value, hits.Select(h => new Edit(h.Start, h.Length, Placeholders.Key)));
    }

    // An edit belongs to the piece in which it begins; what it covers in later pieces is gone from them.
    private static string Apply(string text, int start, int end, List<Edit> edits, ref int next)
    {
        var cleaned = new StringBuilder(end - start);
        var at = start;
        if (next > 0)
            at = Math.Max(at, Math.Min(end, edits[next - 1].End));
        while (next < edits.Count && edits[next].Start < end)
        {
            var edit = edits[next++];
            cleaned.Append(text, at, edit.Start - at).Append(edit.Text);
            at = Math.Min(end, edit.End);
        }

        return cleaned.Append(text, at, end - at).ToString();
    }

    private List<Edit> Edits(string text)
    {
        var (texts, rest) = Parts(text);
        var edits = new List<Edit>();
        foreach (var group in texts.GroupBy(static t => t.IsPiece ? t.Path : $"{t.Path}@{t.Start}"))
            edits.AddRange(InStrings([.. group]));
        foreach (var (start, length) in rest)
            edits.AddRange(InPlain(text.Substring(start, length)).Select(e => e with { Start = e.Start + start }));
        // Names of fields are no strings that are looked at; a key has no place there either.
        edits.AddRange(keys.SelectMany(k => Occurrences(text, k)).Select(static o => new Edit(o.Start, o.Length, Placeholders.Key)));
        return WithoutOverlaps(edits);
    }

    /// <summary>The strings of a JSON text or of a stream's events, and the stretches that are no JSON.</summary>
    private static (List<JsonText> Strings, List<(int Start, int Length)> Plain) Parts(string text)
    {
        var (strings, rest) = (new List<JsonText>(), new List<(int, int)>());
        var trimmed = text.AsSpan().TrimStart();
        if (JsonTexts.IsJson(trimmed))
            return (JsonTexts.Read(text, text.Length - trimmed.Length, trimmed.Length), rest);
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var newLine ? newLine : text.Length;
            var data = text.AsSpan(at, end - at).StartsWith("data:") ? at + "data:".Length : at;
            while (data < end && text[data] == ' ')
                data++;
            if (JsonTexts.IsJson(text.AsSpan(data, end - data)))
                strings.AddRange(JsonTexts.Read(text, data, end - data));
            else if (end > at)
                rest.Add((at, end - at));
            at = end + 1;
        }

        return (strings, rest);
    }

    private IEnumerable<Edit> InStrings(IReadOnlyList<JsonText> pieces)
    {
        var whole = string.Concat(pieces.Select(static p => p.Value));
        var found = InPlain(whole).ToList();
        if (found.Count == 0)
            yield break;
        var (start, next) = (0, 0);
        foreach (var piece in pieces)
        {
            var cleaned = Apply(whole, start, start + piece.Value.Length, found, ref next);
            if (cleaned != piece.Value)
                yield return new Edit(piece.Start, piece.Length, JsonSerializer.Serialize(cleaned, Readable));
            start += piece.Value.Length;
        }
    }

    private List<Edit> InPlain(string text)
    {
        var edits = KeysIn(text).Select(static h => new Edit(h.Start, h.Length, Placeholders.Key)).ToList();
        if (!IsEncoded(text))
        {
            edits.AddRange(finder.Find(text)
                .OrderBy(static d => d.Start)
                .Select(d => new Edit(d.Start, d.Length, _names.For(d.Kind, text.Substring(d.Start, d.Length)))));
        }

        return WithoutOverlaps(edits);
    }

    // In an encoded text only what stands at its beginning, or behind the sign of a variable, is a key and no chance.
    private IEnumerable<(int Start, int Length)> KeysIn(string text)
    {
        var isEncoded = IsEncoded(text);
        return keys.SelectMany(k => Occurrences(text, k))
            .Concat(KeyForms.Find(text).Where(found => !isEncoded || found.Start == 0 || text[found.Start - 1] == '='));
    }

    // Pictures, signatures and encrypted thoughts are long texts of these letters only; what looks like a number in them is chance.
    private static bool IsEncoded(string text) => text.Length >= ShortestEncoded &&
        (text.StartsWith("data:", StringComparison.Ordinal) || text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' or '-' or '_'));

    private static IEnumerable<(int Start, int Length)> Occurrences(string text, string key)
    {
        for (var at = 0; (at = text.IndexOf(key, at, StringComparison.Ordinal)) >= 0; at += key.Length)
            yield return (at, key.Length);
    }

    private static List<Edit> WithoutOverlaps(List<Edit> edits)
    {
        var kept = new List<Edit>(edits.Count);
        foreach (var edit in edits.OrderBy(static e => e.Start).ThenByDescending(static e => e.Length))
        {
            if (kept.Count == 0 || edit.Start >= kept[^1].End)
                kept.Add(edit);
        }

        return kept;
    }

    private static string Replaced(string text, IEnumerable<Edit> edits)
    {
        var next = 0;
        return Apply(text, 0, text.Length, WithoutOverlaps([.. edits]), ref next);
    }

    private readonly record struct Edit(int Start, int Length, string Text)
    {
        public int End => Start + Length;
    }
}
