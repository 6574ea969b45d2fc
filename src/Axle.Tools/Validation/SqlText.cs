namespace Axle.Tools.Validation;

/// <summary>Whether a query is one statement that only reads, told by its words outside of texts and comments.</summary>
internal static class SqlText
{
    private static readonly HashSet<string> Reading = new(["select", "with", "values", "explain"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Forbidden = new(
        [
            "insert", "update", "delete", "drop", "alter", "create", "attach", "detach", "pragma", "vacuum", "reindex", "truncate", "grant", "revoke",
            "exec", "execute", "merge", "copy", "call", "load_extension", "readfile", "writefile", "pg_read_file", "pg_sleep", "xp_cmdshell", "outfile",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with a query; null when nothing is.</summary>
    public static string? Problem(string text)
    {
        var words = Words(text, out var problem);
        if (problem is not null)
        {
            return problem;
        }

        if (words.Count == 0 || !Reading.Contains(words[0]))
        {
            return "the query must begin with SELECT, WITH, VALUES or EXPLAIN";
        }

        return words.Find(Forbidden.Contains) is { } word
            ? $"the query holds {word.ToUpperInvariant()}; only reading is allowed (quote a column of that name)" : null;
    }

    private static List<string> Words(string text, out string? problem)
    {
        var words = new List<string>();
        problem = null;
        for (var at = 0; at < text.Length;)
        {
            var sign = text[at];
            if (sign is '\'' or '"' or '`' or '[')
            {
                var end = text.IndexOf(sign == '[' ? ']' : sign, at + 1);
                if (end < 0)
                {
                    problem = "the query has a quote that is not closed";
                    return words;
                }

                at = end + 1;
            }
            else if (sign == '\0' || string.CompareOrdinal(text, at, "--", 0, 2) == 0 || string.CompareOrdinal(text, at, "/*", 0, 2) == 0)
            {
                problem = "the query holds a comment; leave it out";
                return words;
            }
            else if (sign == ';' && text.AsSpan(at + 1).Trim().Length > 0)
            {
                problem = "the query holds more than one statement";
                return words;
            }
            else if (char.IsLetter(sign) || sign == '_')
            {
                var start = at;
                while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
                {
                    at++;
                }

                words.Add(text[start..at]);
            }
            else
            {
                at++;
            }
        }

        return words;
    }
}
