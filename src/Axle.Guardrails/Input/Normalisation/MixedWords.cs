using System.Text;

namespace Axle.Guardrails.Input.Normalisation;

/// <summary>Words that mix Latin letters with look-alikes of other alphabets, and words of look-alikes only in a text that is Latin.</summary>
internal static class MixedWords
{
    /// <summary>Folds the look-alikes of such words.</summary>
    public static string Unmix(StringBuilder plain, ref Disguise found)
    {
        var text = plain.ToString();
        if (Ascii.IsValid(text))
            return text;
        var isLatin = text.Count(char.IsAsciiLetter) > 3 * text.Count(static c => char.IsLetter(c) && !char.IsAscii(c));
        var changed = false;
        for (var start = 0; start < text.Length;)
        {
            if (!char.IsLetter(text[start]))
            {
                start++;
                continue;
            }

            var end = start;
            while (end < text.Length && (char.IsLetter(text[end]) || char.IsAsciiDigit(text[end])))
                end++;
            changed |= Unmix(text.AsSpan(start, end - start), plain, start, isLatin);
            start = end;
        }

        if (changed)
            found |= Disguise.Homoglyphs;
        return changed ? plain.ToString() : text;
    }

    private static bool Unmix(ReadOnlySpan<char> word, StringBuilder plain, int at, bool isLatin)
    {
        var (latin, lookalikes, others) = (0, 0, 0);
        foreach (var letter in word)
        {
            if (char.IsAscii(letter))
                latin++;
            else if (Folding.Find(letter) is not null)
                lookalikes++;
            else
                others++;
        }

        if (lookalikes == 0 || others > 0 || (latin == 0 && !(isLatin && word.Length > 1)))
            return false;
        for (var i = 0; i < word.Length; i++)
        {
            if (!char.IsAscii(word[i]) && Folding.Find(word[i]) is { Text.Length: 1 } fold)
                plain[at + i] = fold.Text[0];
        }

        return true;
    }
}
