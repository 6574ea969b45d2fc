using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Code.Duplication;

/// <summary>Turns files into the sequences in which clones are looked for.</summary>
internal static class CloneStream
{
    /// <summary>
    /// The tokens of a file without comments and without import lines. Literals are equal when their kind is, so that a copied piece with
    /// other texts is found; names, operators and literals of several lines (documents, queries) are equal when they are the same.
    /// </summary>
    public static CloneToken[] Of(SourceFile file)
    {
        var result = new List<CloneToken>(file.TokenArray.Length);
        int imports = -1;
        foreach (var token in file.TokenArray)
        {
            if (token.Kind is TokenKind.Comment or TokenKind.Text or TokenKind.Directive || token.Line == imports)
            {
                continue;
            }

            var text = token.In(file.Text);
            if (StartsImport(file, result, token, text))
            {
                imports = token.Line;
                continue;
            }

            int value = token.Kind switch
            {
                TokenKind.Number => 1,
                TokenKind.Literal when !text.Contains('\n') => 2,
                TokenKind.Literal => (string.GetHashCode(text, StringComparison.Ordinal) | 4) & ~CloneToken.WordBit,
                TokenKind.Punctuation => (string.GetHashCode(text, StringComparison.Ordinal) | 4) & ~CloneToken.WordBit,
                _ => string.GetHashCode(text, StringComparison.Ordinal) | 4 | CloneToken.WordBit,
            };
            result.Add(new CloneToken(value, token.Line));
        }

        return [.. result];
    }

    private static bool StartsImport(SourceFile file, List<CloneToken> before, Token token, ReadOnlySpan<char> text) =>
        (before.Count == 0 || before[^1].Line < token.Line)
        && (text is "import" or "using" or "include" or "require" or "require_once" or "package" or "use" or "from" or "open" or "namespace" or "extern" or "library")
        && !(text is "using" && file.Line(token.Line).Contains('('));
}
