using Axle.Tools.BuiltIn.Code.Structure.Outlines;
using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Code.Symbols;

/// <summary>Finds where declarations begin and end.</summary>
internal sealed class DeclarationEnds(CodeTokens tokens, IReadOnlyList<CodeBlock> blocks)
{
    private readonly ILookup<int, CodeBlock> _byName = blocks.Where(static b => b.Name.Length > 0).ToLookup(static b => b.NameToken);

    /// <summary>The first token of the statement that a word stands in, as far as it is on the same line.</summary>
    public int First(int word)
    {
        var at = word;
        while (at > 0 && !tokens.IsFirstOnLine(at) && (tokens.IsWord(at - 1) || tokens.Char(at - 1) is '@' or '('))
            at--;
        return at;
    }

    /// <summary>The last token of a declaration.</summary>
    public int Of(int word, int first, int name, DeclarationRule rule)
    {
        if (_byName[name].FirstOrDefault() is { } block)
            return block.Last;
        if (tokens.Language.Id == "objectivec" && tokens.Char(word - 1) == '@')
            return Find(name, i => tokens.Is(i, "end") && tokens.Char(i - 1) == '@');
        if (tokens.Language.Id == "pascal" && rule.Place == NamePlace.BeforeWord)
            return OfPascal(word);
        if (rule.Word is "package" or "module" or "unit" or "ns" && tokens.Language.Id is "java" or "kotlin" or "go" or "haskell" or "elm" or "purescript" or "d" or "v" or "odin" or "protobuf" or "pascal")
            return OfLine(name);
        return tokens.Language.Blocks switch
        {
            BlockStyle.Parentheses => tokens.Match(First(word)) is var close and > 0 ? close : OfLine(name),
            BlockStyle.Braces => OfBraces(Math.Max(name, word), first),
            _ when tokens.Language.Id == "sql" => OfBraces(name, first),
            BlockStyle.Keywords when rule.Kind is SymbolKind.Module or SymbolKind.Class or SymbolKind.Interface or SymbolKind.Struct => OfWords(first),
            _ => OfIndented(first),
        };
    }

    /// <summary>The last token of a line, or of the brackets that are opened on it.</summary>
    public int OfLine(int from)
    {
        var i = from;
        while (i + 1 < tokens.Count && (!tokens.IsFirstOnLine(i + 1) || tokens.Match(i) > i))
            i = tokens.Match(i) is var close && close > i ? close : i + 1;
        return i;
    }

    /// <summary>The last token of what is indented deeper than a line, and the line that closes it.</summary>
    public int OfIndented(int first)
    {
        var column = tokens[first].Column;
        var i = first + 1;
        while (i < tokens.Count && (!tokens.IsFirstOnLine(i) || tokens[i].Column > column))
            i++;
        var closes = i < tokens.Count && tokens.Language.Blocks == BlockStyle.Keywords && tokens[i].Column == column
            && tokens.Word(i).StartsWith("end", StringComparison.OrdinalIgnoreCase);
        return closes ? OfLine(i) : i - 1;
    }

    // Words such as "contains" and "begin" may stand in the column of the declaration, and do not end it.
    private int OfWords(int first)
    {
        var line = OfLine(first);
        if (tokens.Is(line, "end"))
            return line;
        for (var i = first + 1; i < tokens.Count && tokens[i].Column >= tokens[first].Column; i = OfPlainLine(i) + 1)
        {
            if (tokens.IsFirstOnLine(i) && tokens[i].Column == tokens[first].Column && tokens.Word(i).StartsWith("end", StringComparison.OrdinalIgnoreCase))
                return OfPlainLine(i);
        }

        return OfIndented(first);
    }

    private int OfPlainLine(int from)
    {
        var i = from;
        while (i + 1 < tokens.Count && !tokens.IsFirstOnLine(i + 1))
            i++;
        return i;
    }

    private int OfBraces(int name, int first)
    {
        for (var i = name + 1; i < tokens.Count; i++)
        {
            if (tokens.Char(i) is ';')
                return i;
            if (tokens.Char(i) == '{' && tokens[i].Length == 1)
                return tokens.Match(i) is var close and > 0 ? close : tokens.Count - 1;
            if (tokens.IsFirstOnLine(i) && tokens[i].Column <= tokens[first].Column)
                return i - 1;
            i = tokens.Match(i) is var group && group > i ? group : i;
        }

        return tokens.Count - 1;
    }

    private int OfPascal(int word)
    {
        var depth = 1;
        var at = tokens.Char(word + 1) == '(' ? tokens.Match(word + 1) : word;
        if (tokens.Is(at + 1, ";") || tokens.Is(at + 1, "of"))
            return OfLine(word);
        return Find(at, i =>
        {
            var opens = tokens.Word(i) is "record" || (tokens.Word(i) is "class" or "interface" or "object" && tokens.Is(i - 1, "="));
            depth += opens ? 1 : tokens.Is(i, "end") ? -1 : 0;
            return depth == 0;
        });
    }

    private int Find(int after, Func<int, bool> test)
    {
        for (var i = after + 1; i < tokens.Count; i++)
        {
            if (test(i))
                return i;
        }

        return tokens.Count - 1;
    }
}
