namespace Axle.Tools.BuiltIn.Code.Structure.Outlines.Braces;

/// <summary>Reads functions that a word announces: <c>func name(</c>, <c>def name(</c>, <c>sub name</c>.</summary>
internal sealed class WordFunction(CodeTokens tokens, BraceDialect dialect)
{
    private readonly AssignedFunction _assigned = new(tokens, dialect);

    /// <summary>A function that a word announces.</summary>
    public CodeBlock? Find(BraceHeader header)
    {
        var (indexes, brace, last) = header;
        if (indexes.Count == 0)
        {
            return null;
        }

        int word = indexes.FindLastIndex(i => tokens.IsWord(i) && dialect.FunctionWords.Contains(tokens.Word(i)));
        if (word < 0 || (word > 0 && tokens.Char(indexes[word - 1]) == '.'))
        {
            return null;
        }

        int keyword = indexes[word];
        int name = NameAfter(keyword, brace);
        if (tokens.Language.Id == "tcl" && brace == name + 1 && tokens.Char(tokens.Match(brace) + 1) == '{')
        {
            return new CodeBlock(BlockKind.Other, brace, last, "", brace, 0);
        }

        if (name < 0)
        {
            return _assigned.Find(header, word, Group(keyword + 1, brace));
        }

        int group = Group(name + 1, brace);
        string text = Qualified(name, brace, out int end);
        if (dialect.ExpressionBody == "=" && header.IsExpression && !IsBodyOf(end, brace))
        {
            return null;
        }

        group = group < 0 && end < brace ? Group(end, brace) : group;
        return header.Function(text, name, ParameterCounter.Count(tokens, group));
    }

    private int NameAfter(int keyword, int brace)
    {
        int at = keyword + 1;
        if (tokens.Language.Id is "swift" && tokens.Word(keyword) is "init" or "deinit" or "subscript")
        {
            return keyword;
        }

        if (tokens.Word(keyword) is "constructor" or "fallback" or "receive" or "locals")
        {
            return keyword;
        }

        if (tokens.Language.Id is "go" or "v" && tokens.Char(at) == '(')
        {
            int receiver = tokens.Match(at) + 1;
            return receiver > 0 && receiver < brace && tokens.IsWord(receiver) && tokens.Char(receiver + 1) is '(' or '[' ? receiver : -1;
        }

        at = tokens.Is(at, "*") || tokens.Is(at, "&") ? at + 1 : at;
        at = tokens.Is(at, "<") ? AfterAngles(at, brace) : at;
        if (tokens.Language.Id is "kotlin" && tokens.IsWord(at))
        {
            at = BehindReceiver(at, brace);
        }

        bool named = at < brace && (tokens.IsWord(at) || (tokens.IsLiteral(at) && tokens.Language.Id is "terraform" or "groovy"));
        return named && !(tokens.Word(at) is "use" && tokens.Language.Id == "php") ? at : -1;
    }

    // "fun List<T>.name(" names what stands before the parameters.
    private int BehindReceiver(int at, int end)
    {
        int i = at;
        while (i < end && tokens.Char(i) is not '(' and not '=' and not '{')
        {
            i = tokens.Is(i, "<") ? AfterAngles(i, end) : i + 1;
        }

        return tokens.Char(i) == '(' && tokens.IsWord(i - 1) ? i - 1 : at;
    }

    private int AfterAngles(int open, int end)
    {
        int depth = 0;
        for (int i = open; i < end; i++)
        {
            depth += tokens.Is(i, "<") ? 1 : tokens.Is(i, ">") ? -1 : 0;
            if (depth == 0)
            {
                return i + 1;
            }
        }

        return open;
    }

    private string Qualified(int name, int brace, out int end)
    {
        end = name + 1;
        string text = tokens.Language.Id == "terraform" ? tokens.Text(name).Trim('"') : tokens.Text(name);
        bool dotted = tokens.Language.Id is "kotlin" or "lua" or "tcl" or "perl" or "r" or "powershell";
        while (end < brace && ((dotted && tokens.Is(end, ".")) || tokens.Is(end, "::") || (tokens.Language.Id == "terraform" && tokens.IsLiteral(end))))
        {
            text = tokens.IsLiteral(end) ? text + "." + tokens.Text(end).Trim('"') : text + tokens.Text(end) + tokens.Text(end + 1);
            end += tokens.IsLiteral(end) ? 1 : 2;
        }

        return tokens.Language.Id == "terraform" ? tokens.Text(name - 1) + " " + text : text;
    }

    private bool IsBodyOf(int name, int equals)
    {
        for (int i = name; i < equals; i++)
        {
            if (tokens.Is(i, "="))
            {
                return false;
            }

            i = tokens.Match(i) is var close && close > i ? close : i;
        }

        return true;
    }

    private int Group(int from, int brace)
    {
        for (int i = from; i < brace && i < from + 60; i++)
        {
            if (tokens.Char(i) is '(' || (tokens.Char(i) == '{' && tokens.Language.Id == "tcl"))
            {
                return i;
            }
        }

        return -1;
    }
}
