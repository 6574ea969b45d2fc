namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>
/// Finds the functions of the ML and Haskell families: <c>let name args = body</c> and <c>name args = body</c>. A binding lasts while lines
/// are indented deeper; neighbouring equations of one name are one function.
/// </summary>
internal sealed class BindingOutline(CodeTokens tokens)
{
    private const int LongestHead = 200;
    private readonly List<CodeBlock> _blocks = [];

    public IReadOnlyList<CodeBlock> Run()
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            if (!tokens.IsFirstOnLine(i))
            {
                continue;
            }

            var block = tokens.Language.Id is "haskell" or "purescript" or "elm" or "idris" or "agda" ? Equation(i) : Let(i);
            if (block is not null)
            {
                Add(block);
            }
        }

        return _blocks;
    }

    private void Add(CodeBlock block)
    {
        if (_blocks.Count > 0 && _blocks[^1].Name == block.Name && _blocks[^1].Last + 1 == block.First)
        {
            _blocks[^1] = _blocks[^1] with { Last = block.Last };
            return;
        }

        _blocks.Add(block);
    }

    private CodeBlock? Equation(int first)
    {
        if (tokens[first].Column != 1 || !tokens.IsName(first) || !char.IsLower(tokens.Span(first)[0]) && tokens.Span(first)[0] != '_')
        {
            return null;
        }

        int end = End(first);
        int sign = Sign(first + 1, end, "=", "|");
        bool signature = tokens.Is(first + 1, "::") || tokens.Is(first + 1, ":") || tokens.Is(first + 1, ",");
        return sign < 0 || signature ? null : new CodeBlock(BlockKind.Function, first, end, tokens.Text(first), first, Arguments(first + 1, sign));
    }

    private CodeBlock? Let(int first)
    {
        int at = first;
        while (tokens.Word(at) is "private" or "protected" or "noncomputable" or "override" or "static" or "default" or "abstract")
        {
            at++;
        }

        if (tokens.Word(at) is not ("let" or "and" or "member" or "fun" or "def" or "theorem" or "lemma" or "instance" or "method" or "override" or "Fixpoint" or "Definition" or "Lemma" or "Theorem"))
        {
            return null;
        }

        at++;
        while (tokens.Word(at) is "rec" or "inline" or "private" or "mutable" or "nonrec" or "virtual" or "internal" or "public")
        {
            at++;
        }

        at += tokens.IsWord(at) && tokens.Is(at + 1, ".") ? 2 : 0;
        int end = End(first);
        int sign = Sign(at + 1, end, "=", ":=");
        int arguments = sign < 0 ? 0 : Arguments(at + 1, sign);
        bool lambda = sign >= 0 && (tokens.Is(sign + 1, "fun") || tokens.Is(sign + 1, "function"));
        return tokens.IsName(at) && sign >= 0 && (arguments > 0 || lambda)
            ? new CodeBlock(BlockKind.Function, first, end, tokens.Text(at), at, Math.Max(arguments, lambda ? 1 : 0))
            : null;
    }

    private int End(int first)
    {
        int i = first + 1;
        while (i < tokens.Count && (!tokens.IsFirstOnLine(i) || tokens[i].Column > tokens[first].Column))
        {
            i++;
        }

        return i - 1;
    }

    private int Sign(int from, int end, string sign, string other)
    {
        for (int i = from; i <= Math.Min(end, from + LongestHead); i++)
        {
            if (tokens.Is(i, sign) || tokens.Is(i, other))
            {
                return i;
            }

            i = tokens.Match(i) is var close && close > i ? close : i;
        }

        return -1;
    }

    private int Arguments(int from, int sign)
    {
        int count = 0;
        for (int i = from; i < sign; i++)
        {
            if (tokens.Is(i, ":") || tokens.Is(i, "->"))
            {
                break;
            }

            bool separate = !tokens.Is(i, "~") && !tokens.Is(i, "?") && !tokens.Is(i, "@");
            count += tokens.Char(i) == '(' ? 1 : separate ? 1 : 0;
            i = tokens.Match(i) is var close && close > i ? close : i;
        }

        return count;
    }
}
