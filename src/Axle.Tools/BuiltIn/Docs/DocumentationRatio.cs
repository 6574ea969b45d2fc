using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Docs;

/// <summary>Counts public members with and without a documentation comment, where a word tells that a member is public.</summary>
internal static class DocumentationRatio
{
    private static readonly HashSet<string> Words = ["class", "struct", "interface", "enum", "record", "trait", "fn", "func", "fun", "def", "function", "delegate", "protocol"];

    /// <summary>Public types and functions of a file, and how many are documented.</summary>
    public static (int Members, int Documented) Of(SourceFile file)
    {
        string? word = file.Language?.Id switch { "csharp" or "java" or "swift" => "public", "rust" => "pub", "typescript" or "javascript" => "export", _ => null };
        if (word is null || !file.IsProduct)
        {
            return (0, 0);
        }

        int members = 0;
        int documented = 0;
        var tokens = file.TokenArray;
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Is(file.Text, word) && IsMember(file, tokens, i))
            {
                members++;
                documented += IsDocumented(file, tokens, i) ? 1 : 0;
            }
        }

        return (members, documented);
    }

    private static bool IsMember(SourceFile file, Token[] tokens, int at)
    {
        for (int i = at + 1; i < Math.Min(tokens.Length, at + 6); i++)
        {
            if (tokens[i].Kind is TokenKind.Keyword or TokenKind.Identifier && Words.Contains(tokens[i].In(file.Text).ToString()))
            {
                return true;
            }
        }

        return false;
    }

    // Attributes may stand between the comment and the member.
    private static bool IsDocumented(SourceFile file, Token[] tokens, int at)
    {
        for (int i = at - 1; i >= 0 && i > at - 60; i--)
        {
            if (tokens[i].Kind == TokenKind.Comment)
            {
                var text = tokens[i].In(file.Text);
                return text.StartsWith("///") || text.StartsWith("/**") || text.StartsWith("//!");
            }

            if (tokens[i].In(file.Text) is ";" or "}" or "{")
            {
                return false;
            }
        }

        return false;
    }
}
