using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Handles texts that run from the next line to a line with a given name: shells, Perl, Ruby, PHP, Terraform.</summary>
internal static class HeredocScanner
{
    private const int LongestName = 64;
    private const int AllowedFailures = 16;

    /// <summary>Remembers the heredoc that the operator at the position announces, if it does.</summary>
    public static void Notice(LexicalCursor cursor, int position)
    {
        string text = cursor.Text;
        if (text[position] != '<' || !cursor.Has(LexicalTraits.Heredocs) || !cursor.At(position, "<<") || cursor.Failures > AllowedFailures)
        {
            return;
        }

        int at = position + 2;
        bool php = cursor.Has(LexicalTraits.PhpIslands);
        if (at < text.Length && text[at] == '<')
        {
            if (!php)
            {
                return;
            }

            at++;
        }

        bool indented = php;
        while (at < text.Length && (text[at] is '-' or '~' || (text[at] == ' ' && (php || cursor.Language.Id == "shell"))))
        {
            indented |= text[at] != ' ';
            at++;
        }

        Remember(cursor, at, indented);
    }

    /// <summary>After a line's end: takes the bodies of the heredocs announced on it.</summary>
    public static void ReadBodies(LexicalCursor cursor)
    {
        while (cursor.Heredocs.TryDequeue(out var heredoc))
        {
            int end = BodyEnd(cursor, heredoc);
            if (end < 0)
            {
                cursor.Failures++;
            }
            else if (!cursor.Text.AsSpan(cursor.Position, end - cursor.Position).IsWhiteSpace())
            {
                SkipSpace(cursor);
                cursor.Emit(TokenKind.Literal, end);
            }
        }
    }

    private static void Remember(LexicalCursor cursor, int at, bool indented)
    {
        string text = cursor.Text;
        char quote = at < text.Length && (text[at] is '"' or '\'' or '`' or '\\') ? text[at] : '\0';
        int start = quote == '\0' ? at : at + 1;
        int end = start;
        while (end < text.Length && end - start < LongestName && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_'))
        {
            end++;
        }

        bool named = end > start && !char.IsAsciiDigit(text[start]);
        bool clear = quote != '\0' || cursor.Language.Id is "shell" or "php" or "hack" or "terraform" || char.IsAsciiLetterUpper(text[Math.Min(start, text.Length - 1)]);
        if (named && clear)
        {
            cursor.Heredocs.Enqueue(new Heredoc(text[start..end], indented));
        }
    }

    private static int BodyEnd(LexicalCursor cursor, Heredoc heredoc)
    {
        string text = cursor.Text;
        for (int line = cursor.Position; line < text.Length; line = cursor.EndOfLine(line) + 1)
        {
            int at = line;
            while (heredoc.Indented && at < text.Length && (text[at] is ' ' or '\t'))
            {
                at++;
            }

            int after = at + heredoc.Name.Length;
            if (cursor.At(at, heredoc.Name) && (after >= text.Length || !(char.IsAsciiLetterOrDigit(text[after]) || text[after] == '_')))
            {
                return Math.Min(after, text.Length);
            }
        }

        return -1;
    }

    private static void SkipSpace(LexicalCursor cursor)
    {
        while (char.IsWhiteSpace(cursor.Text[cursor.Position]))
        {
            if (cursor.Text[cursor.Position] == '\n')
            {
                cursor.NewLine();
            }
            else
            {
                cursor.Position++;
            }
        }
    }
}
