namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Prose and templates: comments, and every other line as one piece of text.</summary>
internal static class ProseScanner
{
    /// <summary>Lexes the whole text.</summary>
    public static void Run(LexicalCursor cursor)
    {
        while (cursor.Position < cursor.Text.Length)
        {
            char c = cursor.Text[cursor.Position];
            int end;
            if (c == '\n')
            {
                cursor.NewLine();
            }
            else if (char.IsWhiteSpace(c))
            {
                cursor.Position++;
            }
            else if ((end = CommentScanner.End(cursor, cursor.Position)) > cursor.Position)
            {
                cursor.Emit(TokenKind.Comment, end);
            }
            else
            {
                cursor.Emit(TokenKind.Text, TextEnd(cursor));
            }
        }
    }

    private static int TextEnd(LexicalCursor cursor)
    {
        int end = cursor.EndOfLine(cursor.Position);
        for (int at = cursor.Position + 1; at < end; at++)
        {
            if (cursor.Plan.CommentsAt(cursor.Text[at]) is not null && CommentScanner.End(cursor, at) > at)
            {
                return at;
            }
        }

        return end;
    }
}
