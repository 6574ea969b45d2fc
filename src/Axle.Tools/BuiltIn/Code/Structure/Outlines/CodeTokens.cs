using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Languages;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>
/// A file's tokens as outlines read them: no comments, no text, no directives, only the first branch of conditional compilation (so that
/// brackets balance), and for each bracket its partner.
/// </summary>
internal sealed class CodeTokens
{
    private readonly string _text;
    private readonly Token[] _tokens;
    private readonly int[] _match;

    private CodeTokens(string text, Token[] tokens, Language language)
    {
        _text = text;
        _tokens = tokens;
        Language = language;
        _match = FindMatches();
    }

    public Language Language { get; }

    public int Count => _tokens.Length;

    public Token this[int index] => _tokens[index];

    public static CodeTokens Of(SourceFile file)
    {
        var kept = new List<Token>(file.TokenArray.Length);
        var skipping = new Stack<bool>();
        foreach (var token in file.TokenArray)
        {
            if (token.Kind == TokenKind.Directive)
            {
                Branch(token.In(file.Text), skipping);
            }
            else if (token.Kind is not (TokenKind.Comment or TokenKind.Text) && !skipping.Contains(true))
            {
                kept.Add(token);
            }
        }

        return new CodeTokens(file.Text, [.. kept], file.Language!);
    }

    public ReadOnlySpan<char> Span(int index) => _tokens[index].In(_text);

    public string Text(int index) => Span(index).ToString();

    public bool Is(int index, string word) => (uint)index < (uint)_tokens.Length && _tokens[index].Length == word.Length
        && (Language.CaseSensitive ? Span(index).SequenceEqual(word) : Span(index).Equals(word, StringComparison.OrdinalIgnoreCase));

    public bool IsName(int index) => (uint)index < (uint)_tokens.Length && _tokens[index].Kind == TokenKind.Identifier;

    public bool IsWord(int index) => (uint)index < (uint)_tokens.Length && _tokens[index].Kind is TokenKind.Identifier or TokenKind.Keyword;

    public bool IsKeyword(int index) => (uint)index < (uint)_tokens.Length && _tokens[index].Kind == TokenKind.Keyword;

    public bool IsLiteral(int index) => (uint)index < (uint)_tokens.Length && _tokens[index].Kind == TokenKind.Literal;

    /// <summary>The token as a lower-case word when case does not matter, as written otherwise.</summary>
    public string Word(int index) => (uint)index >= (uint)_tokens.Length ? "" : Language.CaseSensitive ? Text(index) : Text(index).ToLowerInvariant();

    /// <summary>The partner of a bracket; -1 when it has none or the token is no bracket.</summary>
    public int Match(int index) => (uint)index < (uint)_match.Length ? _match[index] : -1;

    public bool IsFirstOnLine(int index) => index == 0 || _tokens[index - 1].Line != _tokens[index].Line;

    public bool Touches(int left, int right) => _tokens[left].End == _tokens[right].Offset;

    public char Char(int index) => (uint)index >= (uint)_tokens.Length || _tokens[index].Kind != TokenKind.Punctuation ? '\0' : _text[_tokens[index].Offset];

    private static void Branch(ReadOnlySpan<char> directive, Stack<bool> skipping)
    {
        var word = directive[1..].TrimStart();
        if (word.StartsWith("if"))
        {
            skipping.Push(word.StartsWith("if 0") || word.StartsWith("if false"));
        }
        else if (word.StartsWith("el") && skipping.TryPop(out bool skipped))
        {
            // The other branch of "#if 0" is the one that counts.
            skipping.Push(!(skipped && word.StartsWith("else")));
        }
        else if (word.StartsWith("endif"))
        {
            skipping.TryPop(out _);
        }
    }

    private int[] FindMatches()
    {
        int[] match = new int[_tokens.Length];
        Array.Fill(match, -1);
        var open = new Stack<int>();
        for (int i = 0; i < _tokens.Length; i++)
        {
            char c = _tokens[i].Length == 1 ? Char(i) : '\0';
            if (c is '(' or '[' or '{')
            {
                open.Push(i);
            }
            else if (c is ')' or ']' or '}')
            {
                Close(match, open, i, c);
            }
        }

        return match;
    }

    // A closing brace closes what was left open inside it; other closers that fit nothing are ignored.
    private void Close(int[] match, Stack<int> open, int index, char closer)
    {
        char opener = closer switch { ')' => '(', ']' => '[', _ => '{' };
        while (open.TryPeek(out int top))
        {
            if (Char(top) == opener)
            {
                open.Pop();
                match[top] = index;
                match[index] = top;
                return;
            }

            if (closer != '}' || !open.Any(o => Char(o) == '{'))
            {
                return;
            }

            open.Pop();
        }
    }
}
