using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Axle.Guardrails.Privacy.Detection;

namespace Axle.Guardrails.Privacy.Pseudonyms;

/// <summary>
/// Puts stand-ins into the texts of one conversation. What is found in one of them gets its stand-in in all, for a name that is plain in a sentence is not
/// always plain in the next. Safe for use by many threads.
/// </summary>
/// <param name="detector">Finds personal data.</param>
public sealed class PseudonymScan(PersonalDataDetector detector)
{
    private const int ShortestValue = 3;
    private const int MostRemembered = 8192;

    private readonly ConcurrentDictionary<UInt128, IReadOnlyList<PersonalDataSpan>> _seen = new();

    /// <summary>The texts with stand-ins, in the same order; the values are in the session.</summary>
    public IReadOnlyList<string> Replace(IReadOnlyList<string> texts, PseudonymSession session)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(session);
        var found = texts.Select(Find).ToArray();
        var values = new SortedDictionary<string, PersonalDataSpan>(LongestFirst);
        for (var i = 0; i < texts.Count; i++)
        {
            foreach (var span in found[i].Where(static s => s.End - s.Start >= ShortestValue))
            {
                foreach (var value in Spoken(texts[i][span.Start..span.End], span.Type))
                    values.TryAdd(value, span);
            }
        }

        return [.. texts.Select((text, i) => session.Replace(text, values.Count == 0 ? [] : With(text, found[i], values)))];
    }

    // A person is named with and without a title, and by a part of the name.
    private static IEnumerable<string> Spoken(string value, string type)
    {
        yield return value;
        if (type != PersonalDataTypes.Person)
            yield break;
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(static p => p.EndsWith('.') || Titles.Contains(p)).ToArray();
        if (parts.Length > 1)
            yield return string.Join(' ', parts);
        foreach (var part in parts.Where(static p => p.Length >= ShortestValue && char.IsUpper(p[0])))
            yield return part;
    }

    private static readonly FrozenSet<string> Titles =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "madam", "lord", "lady");

    private static readonly Comparer<string> LongestFirst =
        Comparer<string>.Create(static (a, b) => a.Length != b.Length ? b.Length.CompareTo(a.Length) : string.CompareOrdinal(a, b));

    // A conversation comes again with every turn. Places are remembered by the hash of their text; no text is.
    private IReadOnlyList<PersonalDataSpan> Find(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        var key = MemoryMarshal.Read<UInt128>(hash);
        if (_seen.TryGetValue(key, out var known))
            return known;
        if (_seen.Count >= MostRemembered)
            _seen.Clear();
        return _seen[key] = detector.Detect(text);
    }

    private static List<PersonalDataSpan> With(string text, IReadOnlyList<PersonalDataSpan> found, SortedDictionary<string, PersonalDataSpan> values)
    {
        var all = new List<PersonalDataSpan>(found);
        foreach (var (value, like) in values)
        {
            // A name of one word may be a word, too: "will" is not Will.
            var isWord = like.Type == PersonalDataTypes.Person && !value.Contains(' ', StringComparison.Ordinal);
            var how = isWord ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
            for (var at = text.IndexOf(value, how); at >= 0; at = text.IndexOf(value, at + value.Length, how))
            {
                var end = at + value.Length;
                if (IsWhole(text, at, end) && !all.Any(s => s.Start < end && at < s.End))
                    all.Add(like with { Start = at, End = end });
            }
        }

        return [.. all.OrderBy(static s => s.Start)];
    }

    private static bool IsWhole(string text, int start, int end) =>
        (start == 0 || !char.IsLetterOrDigit(text[start - 1]) || !char.IsLetterOrDigit(text[start]))
        && (end == text.Length || !char.IsLetterOrDigit(text[end]) || !char.IsLetterOrDigit(text[end - 1]));
}
