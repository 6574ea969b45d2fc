namespace Axle.Workflows.Expressions.Syntax;

/// <summary>Cuts an expression into tokens.</summary>
internal ref struct Lexer
{
    /// <summary>Characters that an expression may have.</summary>
    public const int MaxLength = 21_000;

    private readonly string _text;
    private readonly List<Token> _tokens;
    private int _index;

    private Lexer(string text, List<Token> tokens)
    {
        _text = text;
        _tokens = tokens;
        _index = 0;
    }

    /// <summary>Adds the tokens of a text to a list that has none.</summary>
    public static void Read(string text, List<Token> tokens)
    {
        if (text.Length > MaxLength)
        {
            throw new ExpressionException(ExpressionFaultKind.Lexing, $"Exceeded max expression length {MaxLength}", 0);
        }

        var lexer = new Lexer(text, tokens);
        while (lexer.SkipBlanks())
        {
            lexer._tokens.Add(lexer.Next());
        }
    }

    private bool SkipBlanks()
    {
        while (_index < _text.Length && char.IsWhiteSpace(_text[_index]))
        {
            _index++;
        }

        return _index < _text.Length;
    }

    private Token Next() => _text[_index] switch
    {
        '(' => Symbol(TokenKind.OpenParenthesis, "("),
        ')' => Symbol(TokenKind.CloseParenthesis, ")"),
        '[' => Symbol(TokenKind.OpenBracket, "["),
        ']' => Symbol(TokenKind.CloseBracket, "]"),
        ',' => Symbol(TokenKind.Comma, ","),
        '*' => Symbol(TokenKind.Star, "*"),
        '\'' => Quoted(),
        '.' => FollowsValue() ? Symbol(TokenKind.Dot, ".") : Number(),
        '+' or '-' or (>= '0' and <= '9') => Number(),
        '!' => NextIs('=') ? Symbol(TokenKind.NotEqual, "!=") : Symbol(TokenKind.Not, "!"),
        '>' => NextIs('=') ? Symbol(TokenKind.GreaterOrEqual, ">=") : Symbol(TokenKind.Greater, ">"),
        '<' => NextIs('=') ? Symbol(TokenKind.LessOrEqual, "<=") : Symbol(TokenKind.Less, "<"),
        '=' when NextIs('=') => Symbol(TokenKind.Equal, "=="),
        '&' when NextIs('&') => Symbol(TokenKind.And, "&&"),
        '|' when NextIs('|') => Symbol(TokenKind.Or, "||"),
        _ => Word(),
    };

    private readonly bool NextIs(char c) => _index + 1 < _text.Length && _text[_index + 1] == c;

    // After something that has members a dot asks for one; anywhere else it begins a number such as ".5".
    private readonly bool FollowsValue() => _tokens.Count > 0 &&
        _tokens[^1].Kind is TokenKind.Name or TokenKind.CloseBracket or TokenKind.CloseParenthesis or TokenKind.Star;

    private readonly bool FollowsDot() => _tokens.Count > 0 && _tokens[^1].Kind == TokenKind.Dot;

    private Token Symbol(TokenKind kind, string symbol)
    {
        var start = _index;
        _index += symbol.Length;
        return new Token(kind, symbol, start);
    }

    private Token Number()
    {
        var start = _index;
        ReadToBoundary(dotIsBoundary: false);
        var text = _text[start.._index];
        var value = Values.NumberText.Parse(text);
        return double.IsNaN(value)
            ? throw Unexpected(text, start)
            : new Token(TokenKind.Literal, text, start, ExpressionValue.Of(value));
    }

    private Token Word()
    {
        var start = _index;
        ReadToBoundary(dotIsBoundary: true);
        var text = _text[start.._index];
        if (!IsName(text))
        {
            throw Unexpected(text, start);
        }

        var name = new Token(TokenKind.Name, text, start);
        return FollowsDot() ? name : text switch
        {
            "true" => name with { Kind = TokenKind.Literal, Value = ExpressionValue.Of(true) },
            "false" => name with { Kind = TokenKind.Literal, Value = ExpressionValue.Of(false) },
            "null" => name with { Kind = TokenKind.Literal },
            "NaN" => name with { Kind = TokenKind.Literal, Value = ExpressionValue.Of(double.NaN) },
            "Infinity" => name with { Kind = TokenKind.Literal, Value = ExpressionValue.Of(double.PositiveInfinity) },
            _ => name,
        };
    }

    private Token Quoted()
    {
        var start = _index;
        var end = FindQuotedEnd(_text, start);
        if (end < 0)
        {
            throw Unexpected(_text[start..], start);
        }

        _index = end;
        var text = _text[start..end];
        return new Token(TokenKind.Literal, text, start, ExpressionValue.Of(text[1..^1].Replace("''", "'", StringComparison.Ordinal)));
    }

    /// <summary>The offset after the quoted text that begins at <paramref name="start"/>; -1 when it is not closed.</summary>
    public static int FindQuotedEnd(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] != '\'')
            {
                continue;
            }

            if (i + 1 >= text.Length || text[i + 1] != '\'')
            {
                return i + 1;
            }

            i++;
        }

        return -1;
    }

    private void ReadToBoundary(bool dotIsBoundary)
    {
        do
        {
            _index++;
        }
        while (_index < _text.Length && !(_text[_index] == '.' ? dotIsBoundary : IsBoundary(_text[_index])));
    }

    private static bool IsBoundary(char c) =>
        c is '(' or ')' or '[' or ']' or ',' or '!' or '>' or '<' or '=' or '&' or '|' || char.IsWhiteSpace(c);

    private static bool IsName(string text)
    {
        if (!char.IsAsciiLetter(text[0]) && text[0] != '_')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    private readonly ExpressionException Unexpected(string symbol, int position) => new(
        ExpressionFaultKind.Lexing,
        $"Unexpected symbol: '{symbol}'. Located at position {position + 1} within expression: {_text}",
        position);
}
