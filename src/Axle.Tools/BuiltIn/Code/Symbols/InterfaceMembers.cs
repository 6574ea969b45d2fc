using Axle.Tools.BuiltIn.Code.Structure.Outlines;
using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Code.Symbols;

/// <summary>The functions that an interface asks for: they have no body, so no outline finds them.</summary>
internal static class InterfaceMembers
{
    /// <summary>The members of an interface in a language with braces; none in others.</summary>
    public static IEnumerable<Declaration> Of(CodeTokens tokens, Declaration type)
    {
        var open = type.NameToken + 1;
        while (open < type.Last && tokens.Char(open) != '{')
            open++;
        if (tokens.Language.Blocks != BlockStyle.Braces || open >= type.Last)
            yield break;
        var start = open + 1;
        for (var i = start; i < tokens.Match(open); i++)
        {
            var name = tokens.Is(i - 1, ">") ? Generic(tokens, i - 1) : i - 1;
            if (tokens.Char(i) == '(' && name >= start && tokens.IsWord(name) && !tokens.Is(name - 1, "@") && tokens.Match(i) > i)
            {
                yield return new Declaration(tokens.Text(name), SymbolKind.Function, First(tokens, name, start), tokens.Match(i), name)
                {
                    Parameters = ParameterCounter.Count(tokens, i),
                };
                i = Statement(tokens, tokens.Match(i), tokens.Match(open));
            }
            else
            {
                i = tokens.Match(i) is var close && close > i ? close : i;
            }
        }
    }

    private static int Generic(CodeTokens tokens, int close)
    {
        var i = close;
        while (i > 0 && !tokens.Is(i, "<"))
            i--;
        return i - 1;
    }

    private static int First(CodeTokens tokens, int name, int start)
    {
        var i = name;
        while (i > start && !tokens.IsFirstOnLine(i) && tokens.Char(i - 1) is not (';' or '{' or '}'))
            i--;
        return i;
    }

    // The rest of the statement may hold brackets that are no member: "(x int) (int, error)".
    private static int Statement(CodeTokens tokens, int from, int end)
    {
        var i = from;
        while (i + 1 < end && !tokens.IsFirstOnLine(i + 1) && !tokens.Is(i, ";"))
            i = tokens.Match(i + 1) is var close && close > i + 1 ? close : i + 1;
        return i;
    }
}
