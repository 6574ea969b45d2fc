using System.Collections.Frozen;
using Axle.Guardrails.Input.Normalisation;

namespace Axle.Guardrails.Input.Words;

/// <summary>Words that mean the same for rules and model, from <c>concepts.txt</c>: "ignore", "vergiss" and "olvida" are all <c>forget</c>.</summary>
internal static class Concepts
{
    private static readonly Dictionary<ulong, ulong> Exact = [];
    private static readonly Dictionary<ulong, ulong> Beginnings = [];
    private static readonly FrozenDictionary<string, int> Numbers = Read();

    /// <summary>How many there are; at most 64.</summary>
    public static int Count => Numbers.Count;

    /// <summary>The bit of a concept; null when there is none of that name.</summary>
    public static ulong? Bit(string name) => Numbers.TryGetValue(name, out var number) ? 1UL << number : null;

    /// <summary>The concepts of a word in small letters, as bits.</summary>
    public static ulong Of(ReadOnlySpan<char> word)
    {
        var hash = WordHash.Start;
        ulong concepts = 0;
        for (var i = 0; i < word.Length; i++)
        {
            hash = WordHash.Add(hash, word[i]);
            if (i >= 1 && Beginnings.TryGetValue(hash, out var more))
                concepts |= more;
        }

        return Exact.TryGetValue(hash, out var exact) ? concepts | exact : concepts;
    }

    private static FrozenDictionary<string, int> Read()
    {
        using var reader = new StreamReader(typeof(Concepts).Assembly.GetManifestResourceStream("guardrails.concepts.txt")!);
        var numbers = new Dictionary<string, int>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon))
                continue;
            var bit = 1UL << numbers.Count;
            numbers.Add(line[..colon], numbers.Count);
            foreach (var written in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                Learn(PlainText.Fold(written, out _).Text, bit);
        }

        return numbers.ToFrozenDictionary();
    }

    private static void Learn(string word, ulong bit)
    {
        var isBeginning = word.Length > 2 && word.EndsWith('*') && char.IsLetter(word[0]);
        var table = isBeginning ? Beginnings : Exact;
        var hash = WordHash.Of(isBeginning ? word.AsSpan(..^1) : word);
        table[hash] = table.GetValueOrDefault(hash) | bit;
    }
}
