namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>Finds units that begin in the first columns: Erlang and Prolog clauses, Make targets, COBOL paragraphs, batch labels.</summary>
internal sealed class ClauseOutline(CodeTokens tokens)
{
    private readonly List<CodeBlock> _blocks = [];

    public IReadOnlyList<CodeBlock> Run()
    {
        bool procedures = false;
        for (int i = 0; i < tokens.Count; i++)
        {
            procedures |= tokens.Is(i, "procedure") && tokens.Is(i + 1, "division");
            if (tokens.IsFirstOnLine(i) && IsUnit(i, procedures))
            {
                int last = End(i, procedures);
                int name = tokens.Language.Id == "batch" ? i + 1 : i;
                Add(new CodeBlock(BlockKind.Function, i, last, tokens.Text(name), name, tokens.Language.Id is "erlang" or "prolog"
                    ? ParameterCounter.Count(tokens, i + 1) : 0));
                i = last;
            }
        }

        return _blocks;
    }

    private void Add(CodeBlock block)
    {
        bool same = _blocks.Count > 0 && _blocks[^1].Name == block.Name && _blocks[^1].Parameters == block.Parameters && _blocks[^1].Last + 1 == block.First
            && tokens.Language.Id is "erlang" or "prolog";
        if (same)
        {
            _blocks[^1] = _blocks[^1] with { Last = block.Last };
        }
        else
        {
            _blocks.Add(block);
        }
    }

    private bool IsUnit(int i, bool procedures) => tokens.Language.Id switch
    {
        "erlang" or "prolog" => tokens[i].Column == 1 && tokens.IsName(i) && tokens.Char(i + 1) == '(',
        "make" => tokens[i].Column == 1 && tokens.IsName(i) && IsTarget(i),
        "cobol" => procedures && tokens.IsName(i) && tokens[i].Column is >= 8 and <= 11
            && tokens.Is(i + 1, ".") && (i + 2 >= tokens.Count || tokens.IsFirstOnLine(i + 2)),
        "batch" => tokens.Is(i, ":") && tokens.IsWord(i + 1),
        _ => false,
    };

    private bool IsTarget(int i)
    {
        for (int at = i + 1; at < tokens.Count && !tokens.IsFirstOnLine(at); at++)
        {
            if (tokens.Is(at, ":"))
            {
                return !tokens.Is(at + 1, "=");
            }

            if (tokens.Char(at) is '=' or '+' or '?' or ':' or '(')
            {
                return false;
            }
        }

        return false;
    }

    private int End(int first, bool procedures)
    {
        int i = first + 1;
        bool dotted = tokens.Language.Id is "erlang" or "prolog";
        for (; i < tokens.Count; i++)
        {
            if (dotted && tokens.Is(i, ".") && (i + 1 == tokens.Count || tokens.IsFirstOnLine(i + 1)))
            {
                return i;
            }

            if (!dotted && tokens.IsFirstOnLine(i) && (IsUnit(i, procedures) || (tokens.Language.Id == "make" && tokens[i].Column == 1)))
            {
                break;
            }
        }

        return i - 1;
    }
}
