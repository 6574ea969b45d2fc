using System.Collections.Frozen;

namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>Finds the blocks of languages where indentation shows them: a block lasts while lines are indented deeper than its first.</summary>
internal sealed class IndentOutline(CodeTokens tokens)
{
    private static readonly FrozenSet<string> Functions = Set("def func proc method iterator template converter fn macro");
    private static readonly FrozenSet<string> Types = Set("class struct trait interface object");
    private static readonly FrozenSet<string> Controls = Set("if elif else for while except with match case try finally switch unless until loop when of");

    private readonly List<CodeBlock> _blocks = [];

    public IReadOnlyList<CodeBlock> Run()
    {
        var open = new Stack<(CodeBlock Block, int Column)>();
        int depth = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            if (depth == 0 && tokens.IsFirstOnLine(i))
            {
                while (open.TryPeek(out var top) && top.Column >= tokens[i].Column)
                {
                    Close(open.Pop().Block, i - 1);
                }

                if (Opened(i) is { } block)
                {
                    open.Push((block, tokens[i].Column));
                }
            }

            char c = tokens.Char(i);
            depth = tokens.Match(i) < 0 ? depth : c is '(' or '[' or '{' ? depth + 1 : c is ')' or ']' or '}' ? depth - 1 : depth;
        }

        while (open.TryPop(out var rest))
        {
            Close(rest.Block, tokens.Count - 1);
        }

        return _blocks;
    }

    private void Close(CodeBlock block, int last) => _blocks.Add(block with { Last = last });

    private CodeBlock? Opened(int first)
    {
        int at = first;
        while (tokens.Word(at) is "async" or "static" or "cdef" or "cpdef" or "export" or "private" or "public" or "override" or "inline")
        {
            at++;
        }

        string word = tokens.Word(at);
        if (Functions.Contains(word) && tokens.IsWord(at + 1) && tokens[at + 1].Line == tokens[first].Line)
        {
            int group = tokens.Char(at + 2) == '(' ? at + 2 : tokens.Is(at + 2, "*") ? at + 3 : tokens.Char(at + 2) == '[' ? tokens.Match(at + 2) + 1 : -1;
            return new CodeBlock(BlockKind.Function, first, first, tokens.Text(at + 1), at + 1,
                ParameterCounter.Count(tokens, tokens.Char(group) == '(' ? group : -1));
        }

        if (Types.Contains(word) && tokens.IsName(at + 1))
        {
            return new CodeBlock(BlockKind.Type, first, first, tokens.Text(at + 1), at + 1, 0);
        }

        if (tokens.Language.Id is "coffeescript" && CoffeeFunction(first) is { } function)
        {
            return function;
        }

        bool soft = word is "match" or "case" && tokens.Language.Id == "python"
            && !tokens.IsWord(at + 1) && !tokens.IsLiteral(at + 1) && tokens.Char(at + 1) is not ('(' or '[' or '{' or '_');
        return Controls.Contains(word) && tokens.IsWord(at) && !soft
            ? new CodeBlock(BlockKind.Control, first, first, "", first, 0, word)
            : null;
    }

    private CodeBlock? CoffeeFunction(int first)
    {
        int sign = first + 1;
        while (tokens.Is(sign, ".") && tokens.IsWord(sign + 1))
        {
            sign += 2;
        }

        int body = sign + 1;
        int group = tokens.Char(body) == '(' ? body : -1;
        body = group >= 0 ? tokens.Match(group) + 1 : body;
        bool function = tokens.IsWord(first) && (tokens.Is(sign, "=") || tokens.Is(sign, ":")) && (tokens.Is(body, "->") || tokens.Is(body, "=>"));
        return function ? new CodeBlock(BlockKind.Function, first, first, tokens.Text(sign - 1), sign - 1, ParameterCounter.Count(tokens, group)) : null;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
