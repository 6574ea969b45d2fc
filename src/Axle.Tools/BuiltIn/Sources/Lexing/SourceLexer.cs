using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>
/// Splits any text into tokens by a language's table. Tolerant: it never throws, whatever the text, and every character that is not
/// white space belongs to exactly one token, in order. Work is linear in the text's length.
/// </summary>
public static class SourceLexer
{
    /// <summary>Lexes a whole file.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="language">The language it is taken to be in.</param>
    public static Token[] Lex(string text, Language language)
    {
        var cursor = new LexicalCursor(text, language);
        if (language.Traits.HasFlag(LexicalTraits.Prose))
        {
            ProseScanner.Run(cursor);
        }
        else if (language.Traits.HasFlag(LexicalTraits.ScriptIslands))
        {
            IslandScanner.RunScripts(cursor);
        }
        else if (language.Traits.HasFlag(LexicalTraits.PhpIslands))
        {
            IslandScanner.RunPhp(cursor);
        }
        else
        {
            Run(cursor, text.Length);
        }

        return cursor.Done();
    }

    /// <summary>Lexes program text from the cursor to <paramref name="end"/>.</summary>
    internal static void Run(LexicalCursor cursor, int end)
    {
        while (cursor.Position < end)
        {
            char c = cursor.Text[cursor.Position];
            if (c == '\n')
            {
                cursor.NewLine();
                HeredocScanner.ReadBodies(cursor);
            }
            else if (char.IsWhiteSpace(c) || c == '\uFEFF')
            {
                cursor.Position++;
            }
            else
            {
                Step(cursor, c);
            }
        }
    }

    private static void Step(LexicalCursor cursor, char c)
    {
        int position = cursor.Position;
        int end = CommentScanner.End(cursor, position);
        if (end > position)
        {
            cursor.Emit(TokenKind.Comment, end);
        }
        else if ((end = DirectiveScanner.End(cursor, position)) > position)
        {
            cursor.Emit(TokenKind.Directive, end);
        }
        else if ((end = DataSection.End(cursor, position)) > position)
        {
            cursor.Emit(TokenKind.Text, end);
        }
        else if ((end = StringScanner.End(cursor, position, 0)) > position || (end = RegexScanner.End(cursor, position)) > position)
        {
            cursor.Emit(TokenKind.Literal, end);
        }
        else if (char.IsAsciiDigit(c))
        {
            cursor.Emit(TokenKind.Number, NumberScanner.End(cursor, position));
        }
        else if (cursor.Plan.IsWord(c))
        {
            WordScanner.Emit(cursor);
        }
        else
        {
            HeredocScanner.Notice(cursor, position);
            cursor.Emit(TokenKind.Punctuation, OperatorScanner.End(cursor, position));
        }
    }
}
