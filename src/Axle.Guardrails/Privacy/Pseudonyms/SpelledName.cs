using System.Text;

namespace Axle.Guardrails.Privacy.Pseudonyms;

/// <summary>
/// A name of a stand-in as a text spells it: plain, with Markdown's backslashes (<c>&lt;PERSON\_1&gt;</c>), with HTML's entities, or with JSON's escapes.
/// </summary>
/// <param name="Length">Characters that spell it, or that are no name; -1 when only more text can tell.</param>
/// <param name="Name">The name; null when none is there.</param>
/// <param name="Spelling">How it is spelled.</param>
internal readonly record struct SpelledName(int Length, string? Name, Spelling Spelling)
{
    private const string MarkdownSigns = "\\`*_{}[]()<>#+-!|~";

    private static readonly (string Entity, char Meaning)[] Entities = [("&lt;", PseudonymName.Open), ("&gt;", '>')];

    /// <summary>Signs that Markdown escapes.</summary>
    public static bool IsMarkdown(char c) => MarkdownSigns.Contains(c, StringComparison.Ordinal);

    /// <summary>Where the next name may begin; -1 for nowhere.</summary>
    public static int Next(ReadOnlySpan<char> text) => text.IndexOfAny(PseudonymName.Open, '\\', '&');

    /// <summary>The name at a place.</summary>
    public static SpelledName At(string text, int open, RestoredFor form)
    {
        var plain = new StringBuilder(PseudonymName.MostCharacters);
        var (first, rest) = (Spelling.Plain, Spelling.Plain);
        for (var at = open; at < text.Length;)
        {
            var (c, taken, spelling) = CharacterAt(text, at, form);
            if (taken < 0)
                return new SpelledName(-1, null, Spelling.Plain);
            plain.Append(c);
            if (at == open)
                first = spelling;
            else if (spelling != Spelling.Plain)
                rest = spelling;
            at += taken;
            var length = PseudonymName.LengthAt(plain.ToString());
            if (length > 0)
                return Whole(at - open, plain.ToString(), first, rest);
            // What was no name is left as it was, one written character at a time.
            if (length == 0)
                return new SpelledName(CharacterAt(text, open, form).Taken, null, Spelling.Plain);
        }

        return new SpelledName(-1, null, Spelling.Plain);
    }

    // A backslash before a name that is plain otherwise is a backslash.
    private static SpelledName Whole(int length, string name, Spelling first, Spelling rest) =>
        first == Spelling.Backslashes && rest == Spelling.Plain
            ? new SpelledName(1, null, Spelling.Plain)
            : new SpelledName(length, name, rest == Spelling.Plain ? first : rest);

    // The character that stands at a place, and how many characters write it; -1 when the text must go on to tell.
    private static (char Character, int Taken, Spelling Spelling) CharacterAt(string text, int at, RestoredFor form)
    {
        var c = text[at];
        if (form == RestoredFor.Json)
            return c == '\\' ? JsonEscape(text.AsSpan(at)) : (c, 1, Spelling.Plain);
        if (c == '\\')
        {
            return at + 1 >= text.Length ? (c, -1, Spelling.Plain)
                : text[at + 1] is PseudonymName.Open or '>' or '_' ? (text[at + 1], 2, Spelling.Backslashes)
                : (c, 1, Spelling.Plain);
        }

        foreach (var (entity, meaning) in c == '&' ? Entities : [])
        {
            var rest = text.AsSpan(at);
            if (rest.StartsWith(entity))
                return (meaning, entity.Length, Spelling.Entities);
            if (entity.AsSpan().StartsWith(rest))
                return (c, -1, Spelling.Plain);
        }

        return (c, 1, Spelling.Plain);
    }

    private static (char Character, int Taken, Spelling Spelling) JsonEscape(ReadOnlySpan<char> text)
    {
        if (text.Length < 2)
            return ('\\', -1, Spelling.Plain);
        if (text[1] != 'u')
            return (text[1] is '"' or '\\' or '/' ? text[1] : '\n', 2, Spelling.Plain);
        if (text.Length < 6)
            return ('\\', -1, Spelling.Plain);
        return ushort.TryParse(text[2..6], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code)
            ? ((char)code, 6, Spelling.Plain)
            : ('\\', 1, Spelling.Plain);
    }
}

/// <summary>How a name is spelled, and so how its value is written.</summary>
internal enum Spelling
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>Signs of Markdown have backslashes.</summary>
    Backslashes,

    /// <summary>Brackets are entities of HTML.</summary>
    Entities,
}
