using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Where the lexer is in the text and what it made so far.</summary>
internal sealed class LexicalCursor
{
    private readonly Language _own;
    private readonly List<Token> _tokens;
    private int _line = 1;
    private int _lineStart;

    public LexicalCursor(string text, Language language)
    {
        Text = text;
        _own = Language = language;
        Plan = language.Plan;
        _tokens = new List<Token>(text.Length / 5);
    }

    public string Text { get; }

    public Language Language { get; private set; }

    public LexicalPlan Plan { get; private set; }

    public int Position { get; set; }

    /// <summary>Names of heredocs whose bodies start on the next line.</summary>
    public Queue<Heredoc> Heredocs { get; } = new();

    /// <summary>How often something that was opened found no end; after a few, the lexer stops looking far, to stay linear.</summary>
    public int Failures { get; set; }

    /// <summary>The last token that is no comment, if any.</summary>
    public Token? Previous { get; private set; }

    public int LineStart => _lineStart;

    /// <summary>Whether only white space stands before the position on its line.</summary>
    public bool IsFirstOnLine(int position) => Text.AsSpan(_lineStart, position - _lineStart).IsWhiteSpace();

    public bool Has(LexicalTraits trait) => (Language.Traits & trait) != 0;

    public bool At(int position, string word) => string.CompareOrdinal(Text, position, word, 0, word.Length) == 0;

    public int EndOfLine(int position)
    {
        int end = Text.IndexOf('\n', position);
        return end < 0 ? Text.Length : end;
    }

    public void NewLine()
    {
        Position++;
        _line++;
        _lineStart = Position;
    }

    /// <summary>Makes a token from the position to <paramref name="end"/> and moves behind it.</summary>
    public void Emit(TokenKind kind, int end)
    {
        end = Math.Clamp(end, Position + 1, Text.Length);
        int trimmed = end;
        while (trimmed > Position + 1 && char.IsWhiteSpace(Text[trimmed - 1]))
        {
            trimmed--;
        }

        var token = new Token(kind, Position, trimmed - Position, _line, Position - _lineStart + 1);
        _tokens.Add(token);
        if (kind is not TokenKind.Comment)
        {
            Previous = token;
        }

        for (int at = Text.IndexOf('\n', Position, trimmed - Position); at >= 0; at = Text.IndexOf('\n', at + 1, trimmed - at - 1))
        {
            _line++;
            _lineStart = at + 1;
        }

        Position = trimmed;
    }

    /// <summary>Reads what follows as another language; null goes back to the file's own.</summary>
    public void Speak(Language? other)
    {
        Language = other ?? _own;
        Plan = Language.Plan;
    }

    public Token[] Done() => [.. _tokens];
}
