using Axle.Tools.BuiltIn.Sources.Languages;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Patterns;

/// <summary>A file as code tokens: comments are gone, strings are single tokens.</summary>
internal sealed class TokenFile
{
    private readonly Token[] _tokens;
    private string[]? _lines;
    private string? _code;
    private LoopMap? _loops;

    public TokenFile(string path, string text, Language language)
    {
        (Path, Text, Language) = (path, text, language);
        _tokens = [.. SourceLexer.Lex(text, language).Where(t => t.Kind is not TokenKind.Comment)];
    }

    public string Path { get; }

    public string Text { get; }

    public Language Language { get; }

    public int Count => _tokens.Length;

    public Token this[int index] => _tokens[index];

    /// <summary>Which tokens stand in loops.</summary>
    public LoopMap Loops => _loops ??= LoopMap.Of(this);

    /// <summary>The token's characters; empty outside the file.</summary>
    public ReadOnlySpan<char> At(int index) => (uint)index < (uint)_tokens.Length ? _tokens[index].In(Text) : default;

    public bool Is(int index, string word) => At(index).SequenceEqual(word);

    public bool IsAny(int index, ReadOnlySpan<string> words)
    {
        var text = At(index);
        foreach (var word in words)
        {
            if (text.SequenceEqual(word))
                return true;
        }

        return false;
    }

    public bool IsName(int index) => (uint)index < (uint)_tokens.Length && _tokens[index].Kind is TokenKind.Identifier or TokenKind.Keyword;

    public bool IsString(int index) => (uint)index < (uint)_tokens.Length && _tokens[index].Kind is TokenKind.Literal;

    /// <summary>The source from one token to another, on one line, cut at a length.</summary>
    public string Short(int from, int to, int limit = 80)
    {
        if (from > to || from >= Count)
            return "";
        var start = _tokens[from].Offset;
        var end = Math.Min(_tokens[Math.Min(to, Count - 1)].End, start + (4 * limit));
        var words = string.Join(' ', Text[start..end].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length <= limit ? words : string.Concat(words.AsSpan(0, limit - 3), "...");
    }

    /// <summary>The source from one token to another as written.</summary>
    public ReadOnlySpan<char> Slice(int from, int to) =>
        from > to ||
            from >= Count ? default : Text.AsSpan(_tokens[from].Offset, _tokens[Math.Min(to, Count - 1)].End - _tokens[from].Offset);

    /// <summary>Lines (from 1) without comments, joined by line ends.</summary>
    public string CodeAround(int first, int last)
    {
        var lines = _lines ??= CodeLines();
        return string.Join('\n', lines[Math.Max(0, first - 1)..Math.Min(lines.Length, last)]);
    }

    /// <summary>One line (from 1) without comments.</summary>
    public string CodeLine(int line) => (_lines ??= CodeLines())[line - 1];

    public int LineCount => (_lines ??= CodeLines()).Length;

    /// <summary>All code, comments blanked out.</summary>
    public string Code => _code ??= string.Join('\n', _lines ??= CodeLines());

    /// <summary>The index of the bracket that closes the one at an index; the last token when it stays open.</summary>
    public int Close(int open)
    {
        var depth = 0;
        for (var i = open; i < Count; i++)
        {
            if (_tokens[i].Kind is not TokenKind.Punctuation)
                continue;
            foreach (var c in At(i))
            {
                if (c is '(' or '[' or '{')
                    depth++;
                else if (c is ')' or ']' or '}')
                    depth--;
            }

            if (depth <= 0)
                return i;
        }

        return Count - 1;
    }

    private string[] CodeLines()
    {
        var blank = Text.ToCharArray();
        var kept = 0;
        foreach (var token in _tokens)
        {
            Blank(blank, kept, token.Offset);
            kept = token.End;
        }

        Blank(blank, kept, blank.Length);
        return new string(blank).Split('\n');
    }

    private static void Blank(char[] text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\t'))
                text[i] = ' ';
        }
    }
}
