using System.Buffers;
using System.Text;
using Axle.Guardrails.Input.Words;

namespace Axle.Guardrails.Input.Normalisation;

/// <summary>Ways of spelling that people still read: digits for letters, letters kept apart, backwards.</summary>
internal static class Respelling
{
    private const string Leet = "013457@$!|8";
    private const string Letters = "oieastasilb";

    private static readonly SearchValues<char> NoLetters = SearchValues.Create("/.:=&#_-<>(){}[]\"");

    /// <summary>Single letters in a row before they count as one word.</summary>
    private const int LeastSplit = 4;

    /// <summary>Digits and signs within words as the letters they stand for; null when fewer than two words have any, or none of them is a word that
    /// matters.</summary>
    public static string? Unleet(string text)
    {
        StringBuilder? plain = null;
        var (words, meant) = (0, false);
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            if (IsLeet(text.AsSpan(start, end - start)))
            {
                plain ??= new StringBuilder(text);
                words++;
                for (var i = start; i < end; i++)
                {
                    if (Leet.IndexOf(text[i], StringComparison.Ordinal) is >= 0 and var at && !(i == end - 1 && text[i] == '!'))
                        plain[i] = Letters[at];
                }

                meant |= Meaning(plain.ToString(start, end - start)) > 0;
            }

            start = end + 1;
        }

        return words >= 2 && meant ? plain!.ToString() : null;
    }

    /// <summary>Letters between which there is always one blank, dot, dash or underscore, put together; null when there are none.</summary>
    public static string? Unsplit(string text)
    {
        StringBuilder? plain = null;
        var copied = 0;
        for (var at = 0; at + 2 < text.Length;)
        {
            var length = SplitLength(text, at);
            if (length < 2 * LeastSplit - 1)
            {
                at++;
                continue;
            }

            plain ??= new StringBuilder(text.Length);
            plain.Append(text, copied, at - copied);
            for (var i = at; i < at + length; i += 2)
                plain.Append(text[i]);
            at += length;
            copied = at;
        }

        return plain?.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>From the end to the beginning, when more words have a known meaning so than as written; else null.</summary>
    public static string? Backwards(string text) => Better(text, string.Create(text.Length, text, static (to, from) =>
    {
        from.CopyTo(to);
        to.Reverse();
    }));

    private static string? Better(string text, string other) => Meaning(other) is var found && found >= 3 && found > 3 * Meaning(text) ? other : null;

    /// <summary>How many words of four letters or more have a concept.</summary>
    public static int Meaning(string text)
    {
        var count = 0;
        Span<char> small = stackalloc char[24];
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && char.IsAsciiLetter(text[end]))
                end++;
            if (end - start is >= 4 and <= 24)
            {
                var length = text.AsSpan(start, end - start).ToLowerInvariant(small);
                count += Concepts.Of(small[..length]) != 0 ? 1 : 0;
            }

            start = end + 1;
        }

        return count;
    }

    private static bool IsLeet(ReadOnlySpan<char> word)
    {
        if (word.Length is < 3 or > 20)
            return false;
        var (letters, inside) = (0, 0);
        for (var i = 0; i < word.Length; i++)
        {
            letters += char.IsAsciiLetter(word[i]) ? 1 : 0;
            // A digit between letters, or one that begins the word and is followed by a letter: 1gn0r3, but not version2 or 10th.
            inside += i + 1 < word.Length && Leet.Contains(word[i], StringComparison.Ordinal) && char.IsAsciiLetter(word[i + 1]) ? 1 : 0;
        }

        return letters > 0 && inside > 0 && !word.ContainsAny(NoLetters);
    }

    private static int SplitLength(string text, int at)
    {
        if (!char.IsAsciiLetter(text[at]) || (at > 0 && char.IsLetterOrDigit(text[at - 1])))
            return 0;
        var sign = text[at + 1];
        if (sign is not (' ' or '.' or '-' or '_' or '*' or '|'))
            return 0;
        var length = 1;
        while (at + length + 1 < text.Length && text[at + length] == sign && char.IsAsciiLetter(text[at + length + 1]))
            length += 2;
        var after = at + length;
        return after < text.Length && char.IsLetterOrDigit(text[after]) ? length - 2 : length;
    }
}
