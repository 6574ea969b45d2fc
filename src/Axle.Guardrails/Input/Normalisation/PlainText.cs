using System.Globalization;
using System.Text;

namespace Axle.Guardrails.Input.Normalisation;

/// <summary>Takes off what does not change how a text reads: accents, styles, invisible characters, letters of other alphabets among Latin ones.</summary>
internal static class PlainText
{
    private const int TagsStart = 0xE0000;
    private const int TagsEnd = 0xE007F;

    /// <summary>Marks on letters before they count as a disguise; writing with accents has fewer.</summary>
    private const int ManyMarks = 8;

    /// <summary>Folds a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="hidden">What stood in Unicode tags; empty when nothing did.</param>
    public static TextView Fold(string text, out string hidden)
    {
        hidden = "";
        if (Ascii.IsValid(text))
            return new TextView(text, Disguise.None, 0);
        var plain = new StringBuilder(text.Length);
        var tags = new StringBuilder();
        var found = Disguise.None;
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
                plain.Append((char)rune.Value);
            else if (rune.Value is >= TagsStart and <= TagsEnd)
                tags.Append((char)(rune.Value & 0x7F));
            else if (!IsDropped(rune, plain, ref found, ref marks))
                Append(plain, rune, ref found);
        }

        if (marks > ManyMarks && marks * 4 > plain.Length)
            found |= Disguise.Invisible;
        if (tags.Length > 0)
            (found, hidden) = (found | Disguise.Tags, tags.ToString());
        var unmixed = MixedWords.Unmix(plain, ref found);
        return new TextView(unmixed, found, 0);
    }

    private static bool IsDropped(Rune rune, StringBuilder plain, ref Disguise found, ref int marks)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark:
                // Letters of Indic and Semitic writing carry marks that belong to them; only those on Latin letters go.
                if (plain.Length > 0 && char.IsAsciiLetter(plain[^1]))
                    marks++;
                return rune.Value < 0x370 || rune.Value >= 0xFE00;
            case UnicodeCategory.Format:
                if (rune.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069)
                    found |= Disguise.Direction;
                else if (plain.Length > 0 && char.IsAsciiLetter(plain[^1]))
                    found |= Disguise.Invisible;
                return true;
            case UnicodeCategory.SpaceSeparator:
                plain.Append(' ');
                return true;
            default:
                return false;
        }
    }

    private static void Append(StringBuilder plain, Rune rune, ref Disguise found)
    {
        if (Folding.Find(rune.Value) is { Kind: not FoldKind.Lookalike } fold)
        {
            if (fold.Kind == FoldKind.Styled && char.IsAsciiLetter(fold.Text[0]))
                found |= Disguise.Styled;
            plain.Append(fold.Text);
        }
        else
        {
            Span<char> buffer = stackalloc char[2];
            plain.Append(buffer[..rune.EncodeToUtf16(buffer)]);
        }
    }
}
