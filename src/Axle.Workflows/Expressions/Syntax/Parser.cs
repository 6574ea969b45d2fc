using Axle.Schemas;
using Axle.Workflows.Expressions.Functions;
using Axle.Workflows.Expressions.Nodes;

namespace Axle.Workflows.Expressions.Syntax;

/// <summary>
/// Builds the tree of an expression by precedence climbing. What is accepted, and the words of refusals, follow the
/// expression parser of the GitHub Actions runner.
/// </summary>
internal sealed class Parser
{
    /// <summary>Levels that the tree of an expression may have.</summary>
    public const int MaxDepth = 50;

    // Parentheses make no node, so the depth of the tree does not bound the recursion of this parser; this does.
    private const int MaxNesting = 250;

    private const int MostKept = 256;

    [ThreadStatic]
    private static List<Token>? _spare;

    private readonly string _text;
    private readonly List<Token> _tokens;
    private readonly IReadOnlyCollection<string>? _roots;
    private int _index;
    private int _nesting;

    private Parser(string text, List<Token> tokens, IReadOnlyCollection<string>? roots)
    {
        _text = text;
        _tokens = tokens;
        _roots = roots;
    }

    /// <summary>Parses a text; a blank one is null. With <paramref name="roots"/>, other context names are refused.</summary>
    public static ExpressionNode Parse(string text, IReadOnlyCollection<string>? roots = null)
    {
        // Files have thousands of short expressions, so the list of tokens is kept; what a long one made grow is not.
        var tokens = _spare ?? [];
        _spare = null;
        tokens.Clear();
        Lexer.Read(text, tokens);
        var root = Parse(text, tokens, roots);
        if (tokens.Capacity <= MostKept)
            _spare = tokens;
        return root;
    }

    private static ExpressionNode Parse(string text, List<Token> tokens, IReadOnlyCollection<string>? roots)
    {
        if (tokens.Count == 0)
        {
            return new LiteralNode(ExpressionValue.Null, 0);
        }

        var parser = new Parser(text, tokens, roots);
        var root = parser.Binary(0);
        if (parser._index < tokens.Count)
        {
            throw parser.Unexpected();
        }

        return root.Depth > MaxDepth ? throw TooDeep() : root;
    }

    private ExpressionNode Binary(int lowest)
    {
        var left = Unary();
        while (_index < _tokens.Count && Precedence(_tokens[_index].Kind) is var precedence && precedence > lowest)
        {
            var sign = _tokens[_index++];
            var right = Binary(precedence);
            left = sign.Kind is TokenKind.And or TokenKind.Or
                ? LogicalNode.Join(sign.Kind == TokenKind.And, left, right, sign.Position)
                : new ComparisonNode(sign.Kind, left, right, sign.Position);
        }

        return left;
    }

    private static int Precedence(TokenKind kind) => kind switch
    {
        TokenKind.Or => 1,
        TokenKind.And => 2,
        TokenKind.Equal or TokenKind.NotEqual => 3,
        TokenKind.Greater or TokenKind.GreaterOrEqual or TokenKind.Less or TokenKind.LessOrEqual => 4,
        _ => 0,
    };

    private ExpressionNode Unary()
    {
        if (++_nesting > MaxNesting)
        {
            throw TooDeep();
        }

        var token = Take();
        var node = token.Kind switch
        {
            TokenKind.Not => new NotNode(Unary(), token.Position),
            TokenKind.Literal => new LiteralNode(token.Value, token.Position),
            TokenKind.Name when IsNext(TokenKind.OpenParenthesis) => Members(Call(token)),
            TokenKind.Name => Members(Context(token)),
            TokenKind.OpenParenthesis => Members(Group()),
            _ => throw Unexpected(token),
        };
        _nesting--;
        return node;
    }

    private ExpressionNode Group()
    {
        var node = Binary(0);
        Expect(TokenKind.CloseParenthesis);
        return node;
    }

    private ContextNode Context(Token name)
    {
        if (_roots is not null && !_roots.Contains(name.Text, StringComparer.OrdinalIgnoreCase))
        {
            throw new ExpressionException(UnknownContext(name.Text, name.Position, _text, _roots));
        }

        return new ContextNode(name.Text, name.Position);
    }

    /// <summary>The fault of a context name that is not among the known ones.</summary>
    public static ExpressionFault UnknownContext(string name, int position, string text, IReadOnlyCollection<string> roots)
    {
        var advice = NearestName.Find(name, roots) is { } nearest
            ? $"Did you mean '{nearest}'?"
            : $"Known here: {string.Join(", ", roots.Order(StringComparer.Ordinal))}.";
        return new ExpressionFault(
            ExpressionFaultKind.Parsing,
            $"Unrecognized named-value: '{name}'. Located at position {position + 1} within expression: {text}",
            position,
            advice);
    }

    private CallNode Call(Token name)
    {
        if (!ExpressionFunctions.TryGet(name.Text, out var function))
        {
            var nearest = NearestName.Find(name.Text, ExpressionFunctions.All.Select(known => known.Name));
            throw Fault("Unrecognized function", name, nearest is null ? null : $"Did you mean '{nearest}'?");
        }

        _index++;
        var arguments = new List<ExpressionNode>();
        if (!TryTake(TokenKind.CloseParenthesis))
        {
            do
            {
                arguments.Add(Binary(0));
            }
            while (TryTake(TokenKind.Comma));
            Expect(TokenKind.CloseParenthesis);
        }

        CheckCount(name, function, arguments.Count);
        return new CallNode(function, [.. arguments], name.Position);
    }

    private void CheckCount(Token name, ExpressionFunction function, int count)
    {
        var advice = $"Write {function.Signature}.";
        if (count < function.MinArguments)
        {
            throw Fault("Too few parameters supplied", name, advice);
        }

        if (count > function.MaxArguments)
        {
            throw Fault("Too many parameters supplied", name, advice);
        }

        if (function.TakesOddCount && count % 2 == 0)
        {
            throw Fault("Even number of parameters supplied, requires an odd number of parameters", name, advice);
        }
    }

    private ExpressionNode Members(ExpressionNode node)
    {
        while (_index < _tokens.Count)
        {
            var token = _tokens[_index];
            switch (token.Kind)
            {
                case TokenKind.Dot:
                    _index++;
                    var name = Take();
                    node = name.Kind switch
                    {
                        TokenKind.Name => new IndexNode(node, new LiteralNode(ExpressionValue.Of(name.Text), name.Position), token.Position),
                        TokenKind.Star => new FilterNode(node, token.Position),
                        _ => throw Unexpected(name),
                    };
                    break;
                case TokenKind.OpenBracket:
                    _index++;
                    node = TryTake(TokenKind.Star)
                        ? new FilterNode(node, token.Position)
                        : new IndexNode(node, Binary(0), token.Position);
                    Expect(TokenKind.CloseBracket);
                    break;
                default:
                    return node;
            }
        }

        return node;
    }

    private bool IsNext(TokenKind kind) => _index < _tokens.Count && _tokens[_index].Kind == kind;

    private bool TryTake(TokenKind kind)
    {
        if (!IsNext(kind))
        {
            return false;
        }

        _index++;
        return true;
    }

    private Token Take() => _index < _tokens.Count ? _tokens[_index++] : throw Unexpected();

    private void Expect(TokenKind kind)
    {
        if (!TryTake(kind))
        {
            throw Unexpected();
        }
    }

    private ExpressionException Unexpected() =>
        _index < _tokens.Count ? Unexpected(_tokens[_index]) : Fault("Unexpected end of expression", _tokens[^1]);

    private ExpressionException Unexpected(Token token) => Fault("Unexpected symbol", token);

    private ExpressionException Fault(string what, Token token, string? advice = null) => new(new ExpressionFault(
        ExpressionFaultKind.Parsing,
        $"{what}: '{token.Text}'. Located at position {token.Position + 1} within expression: {_text}",
        token.Position,
        advice));

    private static ExpressionException TooDeep() =>
        new(ExpressionFaultKind.Parsing, $"Exceeded max expression depth {MaxDepth}", -1);
}
