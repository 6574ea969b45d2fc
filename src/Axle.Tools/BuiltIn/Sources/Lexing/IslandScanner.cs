using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Files where program text stands as islands in markup.</summary>
internal static class IslandScanner
{
    /// <summary>HTML, Vue, Svelte: JavaScript or TypeScript between script tags; the rest is text.</summary>
    public static void RunScripts(LexicalCursor cursor)
    {
        string text = cursor.Text;
        while (cursor.Position < text.Length)
        {
            int tag = text.IndexOf("<script", cursor.Position, StringComparison.OrdinalIgnoreCase);
            int open = tag < 0 ? -1 : text.IndexOf('>', tag);
            RunText(cursor, open < 0 ? text.Length : open + 1);
            if (open >= 0)
            {
                int close = text.IndexOf("</script", open, StringComparison.OrdinalIgnoreCase);
                RunScript(cursor, close < 0 ? text.Length : close);
            }
        }
    }

    /// <summary>PHP: program text between <c>&lt;?php</c> or <c>&lt;?=</c> and <c>?&gt;</c>; the rest is text.</summary>
    public static void RunPhp(LexicalCursor cursor)
    {
        string text = cursor.Text;
        while (cursor.Position < text.Length)
        {
            int open = text.IndexOf("<?", cursor.Position, StringComparison.Ordinal);
            RunText(cursor, open < 0 ? text.Length : Math.Min(text.Length, cursor.At(open, "<?php") ? open + 5 : cursor.At(open, "<?=") ? open + 3 : open + 2));
            while (cursor.Position < text.Length && !cursor.At(cursor.Position, "?>"))
            {
                // A line comment ends at the closing tag, so each line is lexed up to it.
                int next = text.IndexOf("?>", cursor.Position, StringComparison.Ordinal);
                int line = cursor.EndOfLine(cursor.Position);
                SourceLexer.Run(cursor, next < 0 ? text.Length : Math.Min(next, Math.Max(line, cursor.Position + 1)));
            }
        }
    }

    private static void RunText(LexicalCursor cursor, int end)
    {
        while (cursor.Position < end)
        {
            char c = cursor.Text[cursor.Position];
            if (c == '\n')
            {
                cursor.NewLine();
            }
            else if (char.IsWhiteSpace(c))
            {
                cursor.Position++;
            }
            else if (cursor.At(cursor.Position, "<!--"))
            {
                int close = cursor.Text.IndexOf("-->", cursor.Position, StringComparison.Ordinal);
                cursor.Emit(TokenKind.Comment, close < 0 ? cursor.Text.Length : close + 3);
            }
            else
            {
                cursor.Emit(TokenKind.Text, Math.Min(end, cursor.EndOfLine(cursor.Position)));
            }
        }
    }

    private static void RunScript(LexicalCursor cursor, int end)
    {
        cursor.Speak(LanguageTable.Get("typescript"));
        SourceLexer.Run(cursor, end);
        cursor.Speak(null);
    }
}
