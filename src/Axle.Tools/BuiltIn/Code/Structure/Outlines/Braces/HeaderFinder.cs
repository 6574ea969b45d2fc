using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Code.Structure.Outlines.Braces;

/// <summary>Finds the header of a brace: everything since the end of the statement before.</summary>
internal sealed class HeaderFinder(CodeTokens tokens, BraceDialect dialect)
{
    private const int LongestHeader = 400;
    private const string Continues = "where throws extends implements else in as is then with permits if unless";
    private static readonly HashSet<string> ContinueWords = [.. Continues.Split(' ')];

    /// <summary>The header of a brace.</summary>
    /// <param name="brace">The opening brace, or what leads an expression that is a body.</param>
    /// <param name="last">The closing brace; <paramref name="brace"/> for an expression.</param>
    public BraceHeader Find(int brace, int last) => new(Indexes(Start(brace), brace), brace, last);

    private int Start(int brace)
    {
        int at = brace;
        for (int steps = 0; at > 0 && steps < LongestHeader; steps++)
        {
            int before = at - 1;
            char c = tokens[before].Length == 1 ? tokens.Char(before) : '\0';
            if (c is ')' or ']' && tokens.Match(before) >= 0)
            {
                // A statement that ends in a bracket ends there, too: "data class P(val x: Int)", and a type on the next line.
                if (at != brace && dialect.LineEnds && EndsLine(before, at) && IsDeclaration(tokens.Match(before), at))
                {
                    break;
                }

                at = tokens.Match(before);
            }
            else if (c == '}' && Goes(before, at, brace))
            {
                at = tokens.Match(before);
            }
            else if (c is ';' or '{' or '}' or '(' or '[' || (c == ',' && EndsAtComma(before)) || (at != brace && dialect.LineEnds && EndsLine(before, at)))
            {
                break;
            }
            else
            {
                at = before;
            }
        }

        return at;
    }

    // A bracket pair is there by its opening one.
    private List<int> Indexes(int first, int brace)
    {
        var indexes = new List<int>();
        for (int i = first; i < brace; i++)
        {
            indexes.Add(i);
            i = tokens.Match(i) is var close && close > i && close < brace ? close : i;
        }

        return indexes;
    }

    private bool Goes(int close, int next, int brace) =>
        (tokens.Language.Id == "tcl" && tokens.Match(close) >= 0 && tokens[next].Line == tokens[close].Line) ||
        tokens.Match(close) >= 0 && next < brace && tokens[next].Line == tokens[close].Line
            && (tokens.Char(next) is '=' or '>' or ',' or ')' or '&' or '|' or '.') && !tokens.Is(next, "=>")
        && tokens.Language.Id is "javascript" or "typescript" or "vue" or "svelte" && tokens.Match(close) >= 0;

    // What follows a bracket on the next line may still belong to it, as a type's members do; a word that declares something does not.
    private bool IsDeclaration(int bracket, int after) =>
        tokens[bracket].Line < tokens[after].Line && (dialect.TypeWords.Contains(tokens.Word(after)) || dialect.FunctionWords.Contains(tokens.Word(after))
            || dialect.TypeWords.Contains(tokens.Word(after + 1)) || dialect.FunctionWords.Contains(tokens.Word(after + 1)));

    private bool EndsAtComma(int comma) => dialect.CommasSeparate || tokens.Language.Id is "perl" or "r" or "php" or "rust" or "zig";

    private bool EndsLine(int before, int after)
    {
        if (tokens[before].Line == tokens[after].Line)
        {
            return false;
        }

        bool ends = tokens[before].Kind is TokenKind.Identifier or TokenKind.Literal or TokenKind.Number
            || tokens.Char(before) is ')' or ']' or '}' || tokens.IsKeyword(before);
        bool starts = tokens[after].Kind is TokenKind.Identifier or TokenKind.Keyword or TokenKind.Literal || tokens.Char(after) is '@' or '[' or '*' or '#';
        return ends && starts
            && !ContinueWords.Contains(tokens.Word(after)) && !(tokens.IsKeyword(before) && dialect.FunctionWords.Contains(tokens.Word(before)));
    }
}
