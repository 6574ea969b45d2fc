namespace Axle.Tools.BuiltIn.Code.Structure.Outlines.Braces;

/// <summary>
/// Finds the blocks of languages with braces. Each opening brace is judged by its header, the tokens between it and the end of the
/// statement before.
/// </summary>
internal sealed class BraceOutline(CodeTokens tokens, BraceDialect dialect)
{
    private readonly List<CodeBlock> _blocks = [];
    private readonly Stack<CodeBlock> _open = new();
    private readonly HeaderFinder _headers = new(tokens, dialect);
    private readonly AssignedFunction _assigned = new(tokens, dialect);
    private readonly WordFunction _words = new(tokens, dialect);
    private readonly TypedFunction _typed = new(tokens, dialect);
    private readonly TypeBlock _types = new(tokens, dialect);
    private readonly ControlBlock _controls = new(tokens, dialect);

    public IReadOnlyList<CodeBlock> Run()
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            while (_open.TryPeek(out var top) && top.Last < i)
            {
                _open.Pop();
            }

            if (tokens.Char(i) == '{' && tokens[i].Length == 1)
            {
                int last = tokens.Match(i) is var match and >= 0 ? match : tokens.Count - 1;
                Push(Judge(i, last));
            }
            else if (dialect.ExpressionBody.Length > 0 && tokens.Is(i, dialect.ExpressionBody) && !tokens.Is(i + 1, "{"))
            {
                Expression(i);
            }
        }

        return _blocks;
    }

    private void Push(CodeBlock block)
    {
        _blocks.Add(block);
        _open.Push(block);
    }

    private CodeBlock Judge(int brace, int last)
    {
        var header = _headers.Find(brace, last);
        bool atType = Around() is null or { Kind: BlockKind.Type } || (Around() is { Kind: BlockKind.Other } && !IsInFunction());
        bool inObject = Around() is { Kind: BlockKind.Type or BlockKind.Other };

        if (header.Indexes.Count == 0)
        {
            return header.Nameless(BlockKind.Other);
        }

        if (_words.Find(header) is { } function)
        {
            return function;
        }

        if (tokens.Language.Id == "objectivec" && atType && _typed.Message(header) is { } message)
        {
            return message;
        }

        if (_assigned.IsArrowTail(brace))
        {
            return _assigned.Arrow(header, Around()?.First ?? 0);
        }

        if (_types.Find(header) is { } type)
        {
            return type;
        }

        if (_controls.Find(header) is { } control)
        {
            return control;
        }

        bool allowed = dialect.TypedFunctions ? atType || dialect.LocalFunctions : dialect.Methods && inObject;
        string around = Around() is { Kind: BlockKind.Type } container ? container.Name : "";
        return (allowed ? _typed.Find(header, around, atType) : null)
            ?? header.Nameless(IsCallTail(brace) ? BlockKind.Lambda : BlockKind.Other);
    }

    private void Expression(int arrow)
    {
        // The arms of a switch expression have arrows too: "1 => Has(x) ? a : b, 2 => c" declares nothing.
        if (Around() is { Kind: BlockKind.Control, Word: "switch" })
        {
            return;
        }

        var header = _headers.Find(arrow, arrow);
        string around = Around() is { Kind: BlockKind.Type } container ? container.Name : "";
        bool inFunction = IsInFunction();
        var block = dialect.ExpressionBody == "="
            ? _words.Find(header)
            : _words.Find(header)
                ?? (dialect.TypedFunctions && (!inFunction || dialect.LocalFunctions) && !header.Indexes.Any(i => tokens.Is(i, "="))
                    ? _typed.Find(header, around, !inFunction) : null)
                ?? (dialect.NamedLambdas ? _assigned.Arrow(header, Around()?.First ?? 0) : null);
        if (block is { Kind: BlockKind.Function })
        {
            Push(block with { Last = ExpressionEnd(arrow, block.First) });
        }
    }

    private CodeBlock? Around() => _open.TryPeek(out var top) ? top : null;

    private bool IsInFunction() => _open.Any(b => b.Kind is BlockKind.Function);

    // An argument or a trailing closure of a call.
    private bool IsCallTail(int brace) => tokens.Char(brace - 1) == ')' && dialect.LineEnds;

    // The last token of a body that is an expression.
    private int ExpressionEnd(int arrow, int first)
    {
        int column = tokens[first].Column;
        int line = tokens[arrow].Line;
        int i = arrow + 1;
        for (; i < tokens.Count; i++)
        {
            char c = tokens[i].Length == 1 ? tokens.Char(i) : '\0';
            bool newLine = dialect.LineEnds && tokens[i].Line > line && tokens.IsFirstOnLine(i) && tokens[i].Column <= column && c is not ('.' or ')');
            if (c is ';' or ')' or ']' or '}' || (c == ',' && dialect.CommasSeparate) || newLine)
            {
                break;
            }

            i = tokens.Match(i) is var close && close > i ? close : i;
        }

        return Math.Max(arrow, i < tokens.Count && tokens.Is(i, ";") ? i : i - 1);
    }
}
