using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Patterns;

/// <summary>Tells constant arguments from variable ones and from texts that are put together.</summary>
internal static class Shapes
{
    /// <summary>How far above a name's last assignment is looked for, in lines.</summary>
    private const int LookBack = 60;

    private static readonly string[] ConstantWords =
    [
        "true", "false", "null", "nil", "None", "True", "False", "undefined", "nullptr", "NULL", "new", "b", "r", "u", "my", "const",
            "static",
        "shell", "stdout", "stderr", "stdin", "encoding", "timeout", "check", "cwd", "as", "typeof", "void", "not",
    ];

    public static ArgumentShape Of(TokenFile file, int first, int last) => Of(file, first, last, follow: true);

    private static ArgumentShape Of(TokenFile file, int first, int last, bool follow)
    {
        var (strings, names, joined) = (false, false, false);
        for (var i = first; i <= last && i < file.Count; i++)
        {
            switch (file[i].Kind)
            {
                case TokenKind.Literal:
                    strings = true;
                    if (Holes.In(file.Language.Id, file.At(i)))
                        return ArgumentShape.Built;
                    break;
                case TokenKind.Identifier or TokenKind.Keyword:
                    names |= IsVariable(file, i);
                    break;
                case TokenKind.Punctuation:
                    joined |= Joins(file.Language.Id, file.At(i));
                    break;
                case TokenKind.Text:
                    names = true;
                    break;
            }
        }

        if (strings && names && (joined || Formats(file, first, last)))
            return ArgumentShape.Built;
        if (!names)
            return ArgumentShape.Constant;
        return follow &&
            Source(file, first, last) is { } source ? source.Grows ? ArgumentShape.Dynamic
            : Of(file, source.First, source.Last, follow: false) : ArgumentShape.Dynamic;
    }

    /// <summary>What the only name of an argument was last set to above; null when it is more than a name or nothing is near.</summary>
    public static (int First, int Last, bool Grows)? Source(TokenFile file, int first, int last) =>
        Single(file, first, last) is { } name ? Assigned(file, name, first) : null;

    /// <summary>Whether a condition on shape holds: a built text is dynamic too.</summary>
    public static bool Fits(ArgumentShape wanted, ArgumentShape found) => wanted == found ||
        (wanted is ArgumentShape.Dynamic && found is ArgumentShape.Built);

    private static bool IsVariable(TokenFile file, int index)
    {
        var text = file.At(index);
        foreach (var word in ConstantWords)
        {
            if (text.SequenceEqual(word))
                return false;
        }

        // Names in capitals are constants by convention in nearly every language, and so is what they hold; names of named arguments are no values.
        return !IsUpper(text) && !(file.Is(index - 1, ".") && file.IsName(index - 2) && IsUpper(file.At(index - 2)))
            && !(file.IsAny(index + 1, [":", "=>"]) && !file.Is(index + 1, "::"));
    }

    private static bool IsUpper(ReadOnlySpan<char> text)
    {
        var letters = 0;
        foreach (var c in text)
        {
            if (char.IsLower(c))
                return false;
            letters += char.IsLetter(c) ? 1 : 0;
        }

        return letters > 1;
    }

    private static bool Joins(string language, ReadOnlySpan<char> operation) => operation switch
    {
        "+" or "+=" => language is not ("perl" or "php" or "lua"),
        "." or ".=" => language is "php" or "perl",
        ".." => language is "lua",
        "%" => language is "python" or "ruby" or "crystal" or "cython",
        "<<" => language is "ruby",
        "<>" => language is "elixir" or "haskell",
        "++" => language is "haskell" or "erlang" or "scala" or "nim" or "elm",
        "^" => language is "ocaml" or "fsharp",
        "&" => language is "visualbasic" or "nim",
        "~" => language is "d" or "raku",
        "||" => language is "sql",
        _ => false,
    };

    private static bool Formats(TokenFile file, int first, int last)
    {
        for (var i = first; i < last; i++)
        {
            if (file.IsName(i) &&
                file.IsAny(i,
                ["format", "Format", "sprintf", "Sprintf", "printf", "concat", "Concat", "format_args", "StrFormat", "formatted", "paste0",
                "paste", "join", "gsub"]) && file.IsAny(i + 1, ["(", "!"]))
                return true;
        }

        return false;
    }

    /// <summary>The only name of the argument, when it is nothing but that name (a sigil before it allowed).</summary>
    private static string? Single(TokenFile file, int first, int last)
    {
        while (first < last && file.IsAny(first, ["$", "@", "*", "&", "&mut"]))
            first++;
        return first == last && file.IsName(first) ? file.At(first).ToString() : null;
    }

    private static (int First, int Last, bool Grows)? Assigned(TokenFile file, string name, int use)
    {
        for (var i = use - 1; i >= 0 && file[i].Line >= file[use].Line - LookBack; i--)
        {
            if (!file.Is(i, name))
                continue;
            var grows = file.IsAny(i + 1, ["+=", ".=", "<<", "..="]);
            if (!grows && (!file.IsAny(i + 1, ["=", ":="]) || file.IsAny(i - 1, [".", "->", "(", ","])))
                continue;
            var end = StatementEnd(file, i + 2);
            return end < i + 2 ? null : (i + 2, end, grows);
        }

        return null;
    }

    private static int StatementEnd(TokenFile file, int from)
    {
        var at = from;
        while (at < file.Count && !file.Is(at, ";") && (at == from || file[at].Line == file[at - 1].Line || IsContinued(file, at)))
            at = file.IsAny(at, ["(", "[", "{"]) ? file.Close(at) + 1 : at + 1;
        return Math.Min(at, file.Count) - 1;
    }

    private static bool IsContinued(TokenFile file, int at) =>
        file.IsAny(at - 1, ["+", ".", ",", "(", "=", "\\", "%", "..", "||", "&&", "?"]) ||
            file.IsAny(at, ["+", ".", "%", "..", "?", "||", "&&"]);
}
