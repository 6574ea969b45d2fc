namespace Axle.Tools.BuiltIn.Patterns;

/// <summary>One argument by token indexes.</summary>
/// <param name="Name">Name of a named argument; null when it goes by position.</param>
/// <param name="First">First token of its value.</param>
/// <param name="Last">Last token; less than <paramref name="First"/> when it is empty.</param>
internal sealed record Argument(string? Name, int First, int Last);

/// <summary>A call: where its name is and what is passed.</summary>
internal sealed record CallSite(int Start, int Name, int End, IReadOnlyList<Argument> Arguments)
{
    private const int MaxTokens = 600;

    /// <summary>Languages in which a call may be written without parentheses.</summary>
    private static readonly HashSet<string> Commands = new(StringComparer.Ordinal) { "ruby", "crystal", "perl", "raku", "shell", "fish",
        "elixir", "coffeescript", "powershell", "tcl", "lua", "php", "r" };

    private static readonly HashSet<string> Shells = new(StringComparer.Ordinal) { "shell", "fish", "powershell", "tcl" };

    /// <summary>Reads the call whose name is at an index; null when no arguments follow.</summary>
    public static CallSite? Read(TokenFile file, int start, int name)
    {
        var open = name + 1;
        if (file.Is(open, "!") && file.Language.Id is "rust")
            open++;
        if (file.Is(open, "<"))
            open = AfterGenerics(file, open);
        if (file.Is(open, "?.") && file.Is(open + 1, "("))
            open++;
        if (file.Is(open, "(") && !Shells.Contains(file.Language.Id))
        {
            var close = file.Close(open);
            return close - open > MaxTokens ? null : new CallSite(start, name, close, Split(file, open + 1, close - 1));
        }

        if (!Commands.Contains(file.Language.Id) || open >= file.Count || file[open].Line != file[name].Line)
            return null;
        if (file.Language.Id is "php" or "lua" && !file.IsString(open))
            return null;
        if (file.IsAny(open,
            ["=", "=>", "==", ".", "->", "::", ",", ";", ")", "]", "}", "?", ":", "+", "-", "*", "/", "||", "&&", "|", "==="]))
            return null;
        var end = CommandEnd(file, open);
        return end < open ? null : new CallSite(start, name, end, Split(file, open, end));
    }

    /// <summary>The value of a named argument or of an entry in an options object.</summary>
    public Argument? Named(TokenFile file, string name)
    {
        foreach (var argument in Arguments)
        {
            if (argument.Name == name)
                return argument;
            // { name: value } or { "name" => value } inside an argument.
            for (var i = argument.First; i < argument.Last; i++)
            {
                if (file.IsAny(i + 1, [":", "=>", "="]) && file.At(i).Trim("\"':").SequenceEqual(name))
                    return new Argument(name, i + 2, EntryEnd(file, i + 2, argument.Last));
            }
        }

        return null;
    }

    private static int EntryEnd(TokenFile file, int from, int limit)
    {
        var at = from;
        while (at <= limit && !file.IsAny(at, [",", "}", ")", "]", ";"]))
            at = file.IsAny(at, ["(", "[", "{"]) ? file.Close(at) + 1 : at + 1;
        return Math.Min(at - 1, limit);
    }

    private static int AfterGenerics(TokenFile file, int open)
    {
        for (int i = open, depth = 0; i < Math.Min(file.Count, open + 30); i++)
        {
            depth += file.At(i) switch { "<" => 1, ">" => -1, ">>" => -2, _ => 0 };
            if (depth <= 0)
                return i + 1;
            if (file.IsAny(i, [";", "{", "(", "&&", "||"]))
                break;
        }

        return open;
    }

    private static int CommandEnd(TokenFile file, int open)
    {
        var line = file[open].Line;
        var at = open;
        while (at < file.Count && at - open < MaxTokens)
        {
            if (file[at].Line > line && !file.IsAny(at - 1, [",", "\\", "|", "||", "&&", "+", "."]))
                break;
            line = file[at].Line;
            if (file.IsAny(at, [";", "}", ")", "]", "|", "&&", "||", "or", "and", "if", "unless", "do", "then", "{"]))
                break;
            at = file.IsAny(at, ["(", "["]) ? file.Close(at) + 1 : at + 1;
        }

        return Math.Min(at, file.Count) - 1;
    }

    private static List<Argument> Split(TokenFile file, int first, int last)
    {
        var arguments = new List<Argument>();
        var start = first;
        for (var i = first; i <= last + 1; i++)
        {
            if (i <= last && !file.Is(i, ","))
            {
                if (file.IsAny(i, ["(", "[", "{"]))
                    i = Math.Min(file.Close(i), last);
                if (i <= last)
                    continue;
            }

            if (start <= last && i > start)
                arguments.Add(Named(file, start, Math.Min(i - 1, last)));
            start = i + 1;
        }

        return arguments;
    }

    private static Argument Named(TokenFile file, int first, int last) =>
        last >= first + 2 && file.IsName(first) &&
            (file.IsAny(first + 1, ["=", ":"]) ||
            (file.Is(first + 1, "=>") && file.Language.Id is "php" or "ruby" or "perl" or "raku" or "hack"))
            ? new Argument(file.At(first).ToString(), first + 2, last)
        : last >= first + 3 && file.Is(first, ":") && file.IsName(first + 1) &&
            file.Is(first + 2, "=>") ? new Argument(file.At(first + 1).ToString(), first + 3, last)
        : new Argument(null, first, last);
}
