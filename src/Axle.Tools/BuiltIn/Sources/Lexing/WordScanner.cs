namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Finds the end of words and tells keywords from names.</summary>
internal static class WordScanner
{
    /// <summary>Makes a token of the word at the position, or of the string that the word is a prefix of.</summary>
    public static void Emit(LexicalCursor cursor)
    {
        int position = cursor.Position;
        int end = End(cursor, position);
        var word = cursor.Text.AsSpan(position, end - position);
        if (cursor.Plan.HasPrefixes && end < cursor.Text.Length && (cursor.Text[end] is '"' or '\'') && cursor.Plan.IsPrefix(word))
        {
            int closed = StringScanner.End(cursor, end, 0);
            if (closed > end)
            {
                cursor.Emit(TokenKind.Literal, closed);
                return;
            }
        }

        // A keyword after a member dot is a name there: "x.default", "self.class".
        bool member = cursor.Previous is { Length: 1, Kind: TokenKind.Punctuation } dot && cursor.Text[dot.Offset] == '.' && dot.End == position;
        cursor.Emit(!member && cursor.Plan.IsKeyword(word) ? TokenKind.Keyword : TokenKind.Identifier, end);
    }

    /// <summary>The end of the word at the position.</summary>
    public static int End(LexicalCursor cursor, int position)
    {
        string text = cursor.Text;
        int at = position + 1;
        while (at < text.Length && cursor.Plan.IsWord(text[at]))
        {
            at++;
        }

        // Endings such as "?" close a word; those such as "-" and "'" join when a letter follows.
        while (at < text.Length && cursor.Plan.IsEnding(text[at]))
        {
            bool letterFollows = at + 1 < text.Length && cursor.Plan.IsWord(text[at + 1]);
            if (text[at] is '-' or '.' or '/' or '@')
            {
                if (!letterFollows || text[position] is '$')
                {
                    break;
                }
            }
            else if ((text[at] is '?' or '!') && (letterFollows || (at + 1 < text.Length && text[at + 1] == '=')))
            {
                break;
            }

            at++;
            while (at < text.Length && cursor.Plan.IsWord(text[at]))
            {
                at++;
            }
        }

        return at;
    }
}
