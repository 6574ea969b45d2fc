namespace Axle.Tools.BuiltIn.Patterns;

/// <summary>Finds out whether a string literal has code or a variable in it.</summary>
internal static class Holes
{
    /// <param name="language">The language's id.</param>
    /// <param name="literal">The literal with prefix and quotes.</param>
    public static bool In(string language, ReadOnlySpan<char> literal)
    {
        var quote = literal.IndexOfAny('"', '\'', '`');
        if (quote < 0)
            return false;
        var prefix = literal[..quote];
        var mark = literal[quote];
        var body = literal[(quote + 1)..];
        return language switch
        {
            "python" or "cython" => prefix.ContainsAny('f', 'F') && HasBrace(body),
            "csharp" or "razor" or "fsharp" or "visualbasic" => prefix.Contains('$') && HasBrace(body),
            "javascript" or "typescript" or "jsx" or "tsx" or "vue" or "svelte" or "html" => mark is '`' &&
                body.Contains("${", StringComparison.Ordinal),
            "ruby" or "crystal" or "elixir" or "coffeescript" => mark is not '\'' && body.Contains("#{", StringComparison.Ordinal),
            "php" or "perl" or "raku" or "hack" => mark is not '\'' && !IsPlainQuote(literal) &&
                HasSigil(body, language is "perl" or "raku"),
            "shell" or "fish" or "powershell" or "tcl" => mark is not '\'' && body.Contains('$'),
            "kotlin" or "groovy" or "dart" => mark is '"' or '\'' && (language is not "groovy" || mark is '"') && HasSigil(body, at: false),
            "scala" => prefix.Length > 0 && body.Contains('$'),
            "swift" => body.Contains("\\(", StringComparison.Ordinal),
            "rust" => HasNamedHole(body),
            "julia" or "haxe" => body.Contains('$'),
            _ => false,
        };
    }

    /// <summary>Perl's <c>q{...}</c> and <c>qw(...)</c> hold no variables, whatever quotes are inside.</summary>
    private static bool IsPlainQuote(ReadOnlySpan<char> literal) =>
        literal.Length > 2 && literal[0] == 'q' && (literal[1] == 'w' || !char.IsLetterOrDigit(literal[1]));

    private static bool HasBrace(ReadOnlySpan<char> body)
    {
        for (var i = 0; i < body.Length - 1; i++)
        {
            if (body[i] != '{')
                continue;
            if (body[i + 1] != '{')
                return true;
            i++;
        }

        return false;
    }

    private static bool HasSigil(ReadOnlySpan<char> body, bool at)
    {
        for (var i = 0; i < body.Length - 1; i++)
        {
            if (body[i] == '\\')
                i++;
            else if ((body[i] == '$' || (at && body[i] == '@')) && (char.IsLetter(body[i + 1]) || body[i + 1] is '{' or '_'))
                return true;
        }

        return false;
    }

    /// <summary>Rust's format macros capture names: <c>{name}</c>, but a bare <c>{}</c> alone says nothing.</summary>
    private static bool HasNamedHole(ReadOnlySpan<char> body)
    {
        for (var i = 0; i < body.Length - 1; i++)
        {
            if (body[i] == '{' && char.IsLetter(body[i + 1]) && (i == 0 || body[i - 1] != '{'))
                return body[i..].IndexOf('}') is > 1 and < 40;
        }

        return false;
    }
}
