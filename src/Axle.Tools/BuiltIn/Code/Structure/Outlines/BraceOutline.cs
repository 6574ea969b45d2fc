namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>
/// Finds the blocks of languages with braces. Each opening brace is judged by its header, the tokens between it and the end of the
/// statement before.
/// </summary>
internal sealed class BraceOutline(CodeTokens tokens, BraceDialect dialect)
{
    private readonly List<CodeBlock> _blocks = [];
    private readonly Stack<CodeBlock> _open = new();
    private readonly BraceHeader _header = new(tokens, dialect);

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
        int first = _header.Start(brace);
        var header = _header.Indexes(first, brace);
        bool atType = Around() is null or { Kind: BlockKind.Type } || (Around() is { Kind: BlockKind.Other } && !IsInFunction());
        bool inObject = Around() is { Kind: BlockKind.Type or BlockKind.Other };

        if (header.Count == 0)
        {
            return new CodeBlock(BlockKind.Other, brace, last, "", brace, 0);
        }

        if (_header.Function(header, brace, last) is { } function)
        {
            return function;
        }

        if (tokens.Language.Id == "objectivec" && atType && _header.Message(header, brace, last) is { } message)
        {
            return message;
        }

        if (_header.IsArrowTail(brace))
        {
            return _header.Arrow(header, brace, last, _open.Count == 0 ? 0 : _open.Peek().First);
        }

        if (_header.Type(header, brace, last) is { } type)
        {
            return type;
        }

        if (_header.Control(header, brace, last) is { } control)
        {
            return control;
        }

        bool allowed = dialect.TypedFunctions ? atType || dialect.LocalFunctions : dialect.Methods && inObject;
        string around = Around() is { Kind: BlockKind.Type } container ? container.Name : "";
        return (allowed ? _header.Called(header, brace, last, around, atType) : null)
            ?? new CodeBlock(_header.IsCallTail(brace) ? BlockKind.Lambda : BlockKind.Other, first, last, "", brace, 0);
    }

    private void Expression(int arrow)
    {
        // The arms of a switch expression have arrows too: "1 => Has(x) ? a : b, 2 => c" declares nothing.
        if (Around() is { Kind: BlockKind.Control, Word: "switch" })
        {
            return;
        }

        int first = _header.Start(arrow);
        var header = _header.Indexes(first, arrow);
        string around = Around() is { Kind: BlockKind.Type } container ? container.Name : "";
        bool inFunction = IsInFunction();
        var block = dialect.ExpressionBody == "="
            ? _header.Function(header, arrow, arrow)
            : _header.Function(header, arrow, arrow)
                ?? (dialect.TypedFunctions && (!inFunction || dialect.LocalFunctions) && !_header.HasAssignment(header) ? _header.Called(header, arrow, arrow, around, !inFunction) : null)
                ?? (dialect.NamedLambdas ? _header.Arrow(header, arrow, arrow, _open.Count == 0 ? 0 : _open.Peek().First) : null);
        if (block is { Kind: BlockKind.Function })
        {
            Push(block with { Last = _header.ExpressionEnd(arrow, block.First) });
        }
    }

    private CodeBlock? Around() => _open.TryPeek(out var top) ? top : null;

    private bool IsInFunction() => _open.Any(b => b.Kind is BlockKind.Function);
}
