using System.Collections.Frozen;
using System.IO.Compression;

namespace Axle.Guardrails.Privacy.Detection.Tagging;

/// <summary>
/// Names of people, places and streets, and common words. From Faker (MIT), which has them for 70 languages, and SCOWL's English words; see
/// docs/guardrails.md. Read once, when first asked.
/// </summary>
internal static class Lexicon
{
    private const int MostTokens = 4;

    private static readonly FrozenDictionary<ulong, LexiconEntries> Entries = Read();

    /// <summary>The entries of a list as they are written; for making training sentences.</summary>
    public static IReadOnlyList<string> List(string section) => [.. Lines().Where(l => l.Section == section).Select(static l => l.Line)];

    /// <summary>In which lists each token stands.</summary>
    public static LexiconEntries[] Look(ReadOnlySpan<ulong> words)
    {
        var result = new LexiconEntries[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            var phrase = 0UL;
            for (var n = 0; n < MostTokens && i + n < words.Length && words[i + n] != 0; n++)
            {
                phrase = Joined(phrase, words[i + n]);
                if (!Entries.TryGetValue(phrase, out var entries))
                    continue;
                for (var k = i; k <= i + n; k++)
                    result[k] |= entries;
            }
        }

        return result;
    }

    /// <summary>The hash of a word, whatever its case; never 0.</summary>
    public static ulong Hash(ReadOnlySpan<char> word)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in word)
            hash = (hash ^ char.ToLowerInvariant(c)) * 1099511628211UL;
        return hash | 1;
    }

    private static ulong Joined(ulong phrase, ulong word) => phrase == 0 ? word : (phrase * 31 + word) * 0x9E3779B97F4A7C15UL;

    private static FrozenDictionary<ulong, LexiconEntries> Read()
    {
        var entries = new Dictionary<ulong, LexiconEntries>();
        foreach (var (section, line) in Lines())
            Add(entries, line, Meaning(section), PartOf(section));
        foreach (var (list, meaning) in LexiconWords.Lists)
        {
            foreach (var word in list.Split(' '))
                Add(entries, word.Replace('_', ' '), meaning, LexiconEntries.None);
        }

        return entries.ToFrozenDictionary();
    }

    private static void Add(Dictionary<ulong, LexiconEntries> entries, string line, LexiconEntries meaning, LexiconEntries part)
    {
        var phrase = 0UL;
        foreach (var token in Tokenizer.Split(line, []))
        {
            var word = Hash(line.AsSpan(token.Start, token.End - token.Start));
            phrase = Joined(phrase, word);
            if (part != LexiconEntries.None && token.Kind == TokenKind.Word && token.End - token.Start > 3)
                entries[word] = entries.GetValueOrDefault(word) | part;
        }

        entries[phrase] = entries.GetValueOrDefault(phrase) | meaning;
    }

    private static IEnumerable<(string Section, string Line)> Lines()
    {
        using var packed = typeof(Lexicon).Assembly.GetManifestResourceStream("Axle.Guardrails.lexicon.txt.gz")!;
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line is ['#', ..])
                section = line[1..];
            else
                yield return (section, line);
        }
    }

    private static LexiconEntries Meaning(string section) => section switch
    {
        "given" => LexiconEntries.GivenName,
        "family" => LexiconEntries.FamilyName,
        "city" => LexiconEntries.City,
        "street" => LexiconEntries.Street,
        "country" => LexiconEntries.Country,
        "state" => LexiconEntries.State,
        _ => LexiconEntries.CommonWord,
    };

    private static LexiconEntries PartOf(string section) => section switch
    {
        "city" => LexiconEntries.CityPart,
        "street" => LexiconEntries.StreetPart,
        _ => LexiconEntries.None,
    };
}
