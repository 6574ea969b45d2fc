using System.Buffers;
using System.Text;

namespace Axle.Guardrails.Input.Normalisation;

/// <summary>Ciphers that people and models read in their heads: every letter moved by the same number of places, and pig Latin.</summary>
internal static class Ciphers
{
    private const int Letters = 26;

    /// <summary>Letters of a sentence from which on its frequencies tell something.</summary>
    private const int LeastLetters = 16;

    /// <summary>How much likelier, in log odds a letter, the moved text must be.</summary>
    private const double LeastGain = 0.5;

    private const int LeastPigWords = 3;

    private static readonly SearchValues<char> Ends = SearchValues.Create(".!?\n:\"'");

    /// <summary>Frequencies of the letters a to z in English, in per mille.</summary>
    private static readonly double[] Likelihoods = [.. new double[]
    {
        82, 15, 28, 43, 127, 22, 20, 61, 70, 1.5, 7.7, 40, 24, 67, 75, 19, 1, 60, 63, 91, 28, 9.8, 24, 1.5, 20, 0.7,
    }.Select(static f => Math.Log(f))];

    private static readonly string[] Onsets =
    [
        "thr", "str", "th", "sh", "ch", "wh", "ph", "st", "pr", "tr", "br", "cr", "dr", "fr", "gr", "pl", "bl", "cl", "fl", "gl", "sl", "sp", "sk", "sw", "sc", "qu",
    ];

    /// <summary>The sentences whose letters were moved, moved back; null when there are none.</summary>
    public static string? Caesar(string text)
    {
        StringBuilder? plain = null;
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny(Ends);
            var end = length < 0 ? text.Length : start + length + 1;
            if (Shift(text.AsSpan(start..end)) is > 0 and var shift)
            {
                var back = Moved(text.AsSpan(start..end), shift);
                if (Respelling.Meaning(back) > Respelling.Meaning(text[start..end]))
                    (plain ??= new StringBuilder()).Append(back).Append(' ');
            }

            start = end;
        }

        return plain?.ToString();
    }

    /// <summary>Words in pig Latin as they were, when most of the words of the text are so; else null.</summary>
    public static string? PigLatin(string text)
    {
        if (!text.Contains("ay", StringComparison.OrdinalIgnoreCase))
            return null;
        var words = text.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var count = words.Count(static w => w.TrimEnd('?', '!', '.', ',', ':').EndsWith("ay", StringComparison.OrdinalIgnoreCase));
        return count >= LeastPigWords && 2 * count > words.Length ? string.Join(' ', words.Select(Unpig)) : null;
    }

    private static int Shift(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[Letters];
        var total = 0;
        foreach (var unit in text)
        {
            if (!char.IsAsciiLetter(unit))
                continue;
            counts[(unit | 0x20) - 'a']++;
            total++;
        }

        if (total < LeastLetters)
            return 0;
        var (best, highest, asWritten) = (0, double.MinValue, 0.0);
        for (var shift = 0; shift < Letters; shift++)
        {
            var likelihood = 0.0;
            for (var i = 0; i < Letters; i++)
                likelihood += counts[i] * Likelihoods[(i + Letters - shift) % Letters];
            asWritten = shift == 0 ? likelihood : asWritten;
            (best, highest) = likelihood > highest ? (shift, likelihood) : (best, highest);
        }

        return highest - asWritten > LeastGain * total ? best : 0;
    }

    private static string Moved(ReadOnlySpan<char> text, int shift)
    {
        var moved = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            var first = char.IsAsciiLetterUpper(unit) ? 'A' : 'a';
            moved.Append(char.IsAsciiLetter(unit) ? (char)(first + (unit - first + Letters - shift) % Letters) : unit);
        }

        return moved.ToString();
    }

    private static string Unpig(string written)
    {
        var word = written.TrimEnd('?', '!', '.', ',', ':');
        if (word.Length < 4 || !word.EndsWith("ay", StringComparison.OrdinalIgnoreCase))
            return written;
        var stem = word[..^2].ToLowerInvariant();
        var rest = written[word.Length..];
        if (stem[^1] is 'y' or 'w' && stem[0] is 'a' or 'e' or 'i' or 'o' or 'u')
            return stem[..^1] + rest;
        var onset = Array.Find(Onsets, stem.EndsWith) ?? stem[^1..];
        return onset + stem[..^onset.Length] + rest;
    }
}
