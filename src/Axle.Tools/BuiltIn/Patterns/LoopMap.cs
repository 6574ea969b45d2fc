using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Patterns;

/// <summary>The bodies of loops in a file, found by brackets, by indentation or by words, as the language has it.</summary>
internal sealed class LoopMap
{
    private static readonly string[] LoopWords = ["for", "foreach", "while", "loop", "until", "repeat"];
    private readonly List<LoopBody> _bodies = [];

    /// <summary>Loops by their start, outer before inner.</summary>
    public IReadOnlyList<LoopBody> Bodies => _bodies;

    /// <summary>The innermost loop whose body holds the token; null when there is none.</summary>
    public LoopBody? Around(int token)
    {
        for (var i = _bodies.Count - 1; i >= 0; i--)
        {
            if (_bodies[i].First <= token && token <= _bodies[i].Last)
                return _bodies[i];
        }

        return null;
    }

    /// <summary>Whether a line (from 1) stands in a loop's body.</summary>
    public bool HoldsLine(TokenFile file, int line) => _bodies.Exists(b => file[b.First].Line <= line && line <= file[b.Last].Line);

    public static LoopMap Of(TokenFile file)
    {
        var map = new LoopMap();
        for (var i = 0; i < file.Count; i++)
        {
            if (!file.IsName(i) || !file.IsAny(i, LoopWords) || IsMember(file, i))
                continue;
            var body = file.Language.Blocks switch
            {
                BlockStyle.Braces => Braces(file, i),
                BlockStyle.Indentation => Indented(file, i),
                BlockStyle.Keywords => Words(file, i),
                _ => null,
            };
            if (body is not null)
                map._bodies.Add(body);
        }

        return map;
    }

    private static bool IsMember(TokenFile file, int index) => index > 0 && file.IsAny(index - 1, [".", "->", "::", "?.", "\"", "$", "@"]);

    private static LoopBody? Braces(TokenFile file, int word)
    {
        var at = word + 1;
        // "do { } while (x);" has its body before the word.
        if (file.Is(word, "while") && word > 0 && file.Is(word - 1, "}") && file.Is(word + 1, "("))
        {
            var after = file.Close(word + 1);
            if (file.Is(after + 1, ";"))
                return null;
        }

        var headerEnd = word;
        if (file.Is(at, "await") || file.Is(at, "each"))
            at++;
        if (file.Is(at, "("))
        {
            headerEnd = file.Close(at);
            at = headerEnd + 1;
        }
        else
        {
            // Go, Rust and Swift: the header runs to the brace.
            var line = file[word].Line;
            while (at < file.Count && !file.Is(at, "{") && file[at].Line <= line + 2)
            {
                if (file.IsAny(at, [";"]) && file.Language.Id is not ("go" or "odin" or "v"))
                    return null;
                at = file.IsAny(at, ["(", "["]) ? file.Close(at) + 1 : at + 1;
            }

            headerEnd = at - 1;
        }

        if (at >= file.Count)
            return null;
        if (file.Is(at, "{"))
            return new LoopBody(word, headerEnd, at, file.Close(at));
        var end = at;
        while (end < file.Count && !file.Is(end, ";"))
            end = file.IsAny(end, ["(", "[", "{"]) ? file.Close(end) + 1 : end + 1;
        return new LoopBody(word, headerEnd, at, Math.Min(end, file.Count - 1));
    }

    private static LoopBody? Indented(TokenFile file, int word)
    {
        // A comprehension has no block of its own: the word must begin its line.
        if (word > 0 && file[word - 1].Line == file[word].Line && !file.Is(word - 1, "async"))
            return null;
        var column = file.Is(word - 1, "async") && file[word - 1].Line == file[word].Line ? file[word - 1].Column : file[word].Column;
        var at = word + 1;
        while (at < file.Count && !(file.Is(at, ":") && file[at].Line >= file[word].Line))
            at = file.IsAny(at, ["(", "[", "{"]) ? file.Close(at) + 1 : at + 1;
        var first = at + 1;
        var headerLine = at < file.Count ? file[at].Line : int.MaxValue;
        var last = first;
        while (last < file.Count && (file[last].Line == headerLine || file[last].Column > column || !StartsLine(file, last)))
            last++;
        return first < last ? new LoopBody(word, at, first, last - 1) : null;
    }

    private static LoopBody? Words(TokenFile file, int word)
    {
        // "x while y" (Ruby's modifier) has no body after it.
        if (!StartsLine(file, word))
            return null;
        var last = word + 1;
        while (last < file.Count &&
            !(StartsLine(file, last) && file[last].Column <= file[word].Column && file[last].Line > file[word].Line))
            last++;
        var first = word + 1;
        while (first < last && file[first].Line == file[word].Line)
            first++;
        return first < last ? new LoopBody(word, first - 1, first, last - 1) : null;
    }

    private static bool StartsLine(TokenFile file, int index) => index == 0 || file[index - 1].Line < file[index].Line;
}

/// <summary>One loop by token indexes.</summary>
/// <param name="Word">The loop's keyword.</param>
/// <param name="HeaderEnd">Last token of the header.</param>
/// <param name="First">First token of the body.</param>
/// <param name="Last">Last token of the body.</param>
internal sealed record LoopBody(int Word, int HeaderEnd, int First, int Last);
