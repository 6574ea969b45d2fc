namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>Reads the names behind words that open functions and types.</summary>
internal sealed class PairNames(CodeTokens tokens)
{
    /// <summary>Whether an Elixir word defines a function or a macro.</summary>
    public static bool IsElixirDefinition(string word) => word is "def" or "defp" or "defmacro" or "defmacrop";

    /// <summary>The block that the word at the index opens; null when it opens none, as an abstract method.</summary>
    public CodeBlock? Named(int word, BlockKind kind)
    {
        if (kind == BlockKind.Type)
        {
            int type = tokens.IsWord(word + 1) ? word + 1 : word;
            while (tokens.Is(type + 1, ".") || tokens.Is(type + 1, "::"))
            {
                type += 2;
            }

            return new CodeBlock(kind, word, word, tokens.Text(Math.Min(type, tokens.Count - 1)), type, 0);
        }

        return tokens.Language.Id switch
        {
            "ruby" or "crystal" => Ruby(word),
            "lua" => Lua(word),
            "matlab" or "octave" => Matlab(word),
            "cmake" => tokens.IsWord(word + 2)
                ? new CodeBlock(kind, word, word, tokens.Text(word + 2), word + 2, Math.Max(0, tokens.Match(word + 1) - word - 3)) : null,
            "visualbasic" => VisualBasic(word),
            "fortran" or "fortran77" when tokens.Is(word - 1, "end") || !tokens.IsWord(word + 1) => null,
            "vhdl" when tokens.Word(word) == "process" =>
                new CodeBlock(kind, word, word, tokens.Is(word - 1, ":") ? tokens.Text(word - 2) : "process", tokens.Is(word - 1, ":") ? word - 2 : word, 0),
            _ => Simple(word),
        };
    }

    /// <summary><c>def name(args), do: body</c> of Elixir; null when the definition has a block.</summary>
    public CodeBlock? OneLiner(int word)
    {
        int i = word + 1;
        for (; i < tokens.Count && (i == word + 1 || !tokens.IsFirstOnLine(i) || tokens[i].Column > tokens[word].Column); i++)
        {
            if (tokens.Is(i, "do"))
            {
                if (!tokens.Is(i + 1, ":"))
                {
                    return null;
                }

                int end = i + 1;
                while (end + 1 < tokens.Count && (!tokens.IsFirstOnLine(end + 1) || tokens[end + 1].Column > tokens[word].Column))
                {
                    end++;
                }

                return Simple(word) is { } block ? block with { Last = end } : null;
            }
        }

        return null;
    }

    private CodeBlock? Simple(int word)
    {
        int name = word + 1;
        while (tokens.Is(name, "!") || tokens.Is(name, "automatic") || tokens.Is(name, "::"))
        {
            name++;
        }

        if (tokens.Language.Id == "verilog")
        {
            while (name + 1 < tokens.Count && !tokens.Is(name + 1, "(") && !tokens.Is(name + 1, ";") && name < word + 12)
            {
                name = tokens.Match(name) > name ? tokens.Match(name) + 1 : name + 1;
            }
        }

        while (tokens.Language.Id == "julia" && tokens.Is(name + 1, ".") && tokens.IsWord(name + 2))
        {
            name += 2;
        }

        return tokens.IsWord(name)
            ? new CodeBlock(BlockKind.Function, word, word, tokens.Text(name), name,
                ParameterCounter.Count(tokens, tokens.Char(name + 1) == '(' ? name + 1 : -1)) : null;
    }

    private CodeBlock? Ruby(int word)
    {
        int name = word + 1;
        while (tokens.Is(name + 1, ".") && tokens.IsWord(name))
        {
            name += 2;
        }

        int after = name + 1;
        bool setter = tokens.Is(after, "=") && tokens.Touches(name, after) && tokens.Char(after + 1) == '(';
        after += setter ? 1 : 0;
        int group = tokens.Char(after) == '(' ? after : -1;
        int behind = group >= 0 ? tokens.Match(group) + 1 : after;
        bool endless = behind > 0 && tokens.Is(behind, "=") && tokens[behind].Line == tokens[name].Line && !setter;
        if (endless || tokens.Is(word - 1, "abstract") || name >= tokens.Count)
        {
            return null;
        }

        int bare = group < 0 && tokens.IsName(after) && tokens[after].Line == tokens[name].Line ? 1 : 0;
        for (int i = after; bare > 0 && i < tokens.Count && tokens[i].Line == tokens[name].Line; i++)
        {
            bare += tokens.Is(i, ",") ? 1 : 0;
        }

        return new CodeBlock(BlockKind.Function, word, word, tokens.Text(name) + (setter ? "=" : ""), name,
            group >= 0 ? ParameterCounter.Count(tokens, group) : bare);
    }

    private CodeBlock Lua(int word)
    {
        int name = word + 1;
        if (tokens.IsName(name))
        {
            int first = name;
            while ((tokens.Is(name + 1, ".") || tokens.Is(name + 1, ":")) && tokens.IsWord(name + 2))
            {
                name += 2;
            }

            string text = string.Concat(Enumerable.Range(first, name - first + 1).Select(tokens.Text));
            return new CodeBlock(BlockKind.Function, word, word, text, name, ParameterCounter.Count(tokens, name + 1));
        }

        bool assigned = tokens.Is(word - 1, "=") && tokens.IsWord(word - 2);
        return assigned
            ? new CodeBlock(BlockKind.Function, word, word, tokens.Text(word - 2), word - 2, ParameterCounter.Count(tokens, word + 1))
            : new CodeBlock(BlockKind.Lambda, word, word, "", word, 0);
    }

    private CodeBlock? Matlab(int word)
    {
        int name = word + 1;
        int sign = tokens.Char(name) == '[' ? tokens.Match(name) + 1 : name + 1;
        name = tokens.Is(sign, "=") && tokens[sign].Line == tokens[word].Line ? sign + 1 : name;
        while (tokens.Is(name + 1, ".") && tokens.IsWord(name + 2))
        {
            name += 2;
        }

        return tokens.IsWord(name)
            ? new CodeBlock(BlockKind.Function, word, word, tokens.Text(name), name,
                ParameterCounter.Count(tokens, tokens.Char(name + 1) == '(' ? name + 1 : -1)) : null;
    }

    private CodeBlock? VisualBasic(int word)
    {
        int first = word;
        while (first > 0 && tokens[first - 1].Line == tokens[word].Line)
        {
            first--;
            if (tokens.Word(first) is "mustoverride" or "declare" or "delegate" or "end" or "exit" or "event" || tokens.Char(first) is '=' or '(' or ',')
            {
                return null;
            }
        }

        return Simple(word);
    }
}
