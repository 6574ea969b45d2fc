using Axle.Tools.BuiltIn.Code.Structure.Outlines;

namespace Axle.Tools.BuiltIn.Code.Symbols;

/// <summary>Reads the names of declarations.</summary>
internal sealed class DeclarationNames(CodeTokens tokens)
{
    private const int Farthest = 60;

    /// <summary>Whether a token can be a name.</summary>
    public bool IsName(int at) => tokens.IsName(at) || (tokens.Language.Id is "sql" && tokens.IsLiteral(at))
        || (tokens.IsKeyword(at) && tokens.Language.Id is not ("cpp" or "c" or "java" or "javascript" or "typescript" or "php") && tokens.Char(at + 1) != '.');

    /// <summary>A name with all its parts, and its last token.</summary>
    public (string Text, int Last) Whole(int name, DeclarationRule rule)
    {
        var text = tokens.Text(name).Trim('"', '`', '[', ']');
        var last = name;
        while (rule.Place == NamePlace.After && (tokens.Is(last + 1, ".") || tokens.Is(last + 1, "::") || tokens.Is(last + 1, "\\")) && tokens.IsWord(last + 2)
            && tokens.Touches(last, last + 1))
        {
            text += "." + tokens.Text(last + 2).Trim('"');
            last += 2;
        }

        return (text, last);
    }

    /// <summary>The last name before a sign at the same level; -1 when the statement ends before.</summary>
    /// <param name="word">Where the statement begins.</param>
    /// <param name="sign">The sign.</param>
    /// <param name="end">What ends the search without a name, beside the end of the statement.</param>
    public int Before(int word, string sign, string end)
    {
        for (var i = word + 1; i < Math.Min(tokens.Count, word + Farthest); i++)
        {
            if (tokens.Is(i, sign))
                return i - 1 > word && tokens.IsWord(i - 1) ? i - 1 : tokens.Is(i - 1, "]") ? tokens.Match(i - 1) - 1 : -1;
            if (tokens.Is(i, end) || tokens.Is(i, ";") || tokens.Char(i) is ')' or '}')
                return -1;
            i = tokens.Match(i) is var close && close > i ? close : i;
        }

        return -1;
    }

    /// <summary>The name that a <c>typedef</c> gives.</summary>
    public int BeforeEnd(int word)
    {
        for (var i = word + 1; i < Math.Min(tokens.Count, word + (Farthest * 10)); i++)
        {
            if (tokens.Char(i) == '(' && tokens.Is(i + 1, "*") && tokens.IsName(i + 2))
                return i + 2;
            if (tokens.Is(i, ";"))
                return tokens.Is(i - 1, "]") ? tokens.Match(i - 1) - 1 : tokens.Char(i - 1) == ')' ? tokens.Match(i - 1) - 1 : i - 1;
            i = tokens.Match(i) is var close && close > i && tokens.Char(i) != '(' ? close : i;
        }

        return -1;
    }

    /// <summary>The type that an <c>impl</c> of Rust is for.</summary>
    public int OfImplementation(int word)
    {
        var name = -1;
        var angle = 0;
        for (var i = word + 1; i < Math.Min(tokens.Count, word + Farthest) && tokens.Char(i) is not ('{' or ';') && !tokens.Is(i, "where"); i++)
        {
            angle += tokens.Is(i, "<") ? 1 : tokens.Is(i, ">") ? -1 : tokens.Is(i, ">>") ? -2 : 0;
            if (angle == 0 && tokens.IsName(i))
                name = i;
        }

        return name;
    }

    /// <summary>What a name is, told by what follows it: <c>type A struct</c>, <c>const A = enum</c>, <c>type A is record</c>.</summary>
    public SymbolKind KindBehind(int name, SymbolKind otherwise)
    {
        var at = name + 1;
        at = tokens.Char(at) is '[' or '(' && tokens.Match(at) > at ? tokens.Match(at) + 1 : at;
        for (; at < name + 8; at++)
        {
            switch (tokens.Word(at))
            {
                case "struct" or "record" or "union" or "object": return SymbolKind.Struct;
                case "interface": return SymbolKind.Interface;
                case "enum": return SymbolKind.Enum;
                case "class": return SymbolKind.Class;
                case "(" when tokens.Is(at - 1, "is"): return SymbolKind.Enum;
                case "=" or "is" or "::" or "packed" or "extern" or "tagged" or "limited" or "abstract" or ":=": continue;
                default: return otherwise;
            }
        }

        return otherwise;
    }
}
