using System.Buffers;
using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Finds comments.</summary>
internal static class CommentScanner
{
    private static readonly SearchValues<char> SequenceArea = SearchValues.Create("0123456789 ");

    /// <summary>The end of the comment that starts at the position; the position itself when none does.</summary>
    public static int End(LexicalCursor cursor, int position)
    {
        if (cursor.Has(LexicalTraits.CobolColumns) && IsCobolComment(cursor, position))
        {
            return cursor.EndOfLine(position);
        }

        if (cursor.Has(LexicalTraits.VimComments) && IsVimComment(cursor, position))
        {
            return cursor.EndOfLine(position);
        }

        var candidates = cursor.Plan.CommentsAt(cursor.Text[position]);
        if (candidates is null)
        {
            return position;
        }

        foreach (var syntax in candidates)
        {
            if (Starts(cursor, position, syntax))
            {
                return syntax.Close is null ? LineEnd(cursor, position, syntax) : BlockEnd(cursor, position, syntax);
            }
        }

        return position;
    }

    private static bool Starts(LexicalCursor cursor, int position, CommentSyntax syntax)
    {
        string text = cursor.Text;
        bool fits = cursor.Language.CaseSensitive
            ? cursor.At(position, syntax.Open)
            : string.Compare(text, position, syntax.Open, 0, syntax.Open.Length, StringComparison.OrdinalIgnoreCase) == 0;
        if (!fits || !IsPlace(cursor, position, syntax.Place))
        {
            return false;
        }

        int after = position + syntax.Open.Length;
        if (char.IsAsciiLetter(syntax.Open[^1]) && syntax.Place != CommentPlace.FirstColumn && after < text.Length && cursor.Plan.IsWord(text[after]))
        {
            return false;
        }

        return !IsHidden(cursor, position, syntax);
    }

    private static bool IsHidden(LexicalCursor cursor, int position, CommentSyntax syntax)
    {
        string text = cursor.Text;
        char before = position > 0 ? text[position - 1] : '\n';
        char after = position + syntax.Open.Length < text.Length ? text[position + syntax.Open.Length] : '\n';
        return syntax.Open switch
        {
            "#" when cursor.Has(LexicalTraits.SigilsHideComments) => before == '$' || (before == '{' && position > 1 && text[position - 2] == '$'),
            "#" when cursor.Language.Id == "php" => after == '[',
            "--" when cursor.Language.Id is "haskell" or "purescript" or "elm" or "idris" => "!#$%&*+./<=>?@\\^|~:".Contains(after, StringComparison.Ordinal),
            "//" when cursor.Has(LexicalTraits.Jsx) => before == ':' && position > 1 && char.IsAsciiLetter(text[position - 2]) && after is not (' ' or '\n'),
            _ => false,
        };
    }

    private static bool IsPlace(LexicalCursor cursor, int position, CommentPlace place) => place switch
    {
        CommentPlace.FirstColumn => position == cursor.LineStart,
        CommentPlace.FirstOnLine => cursor.IsFirstOnLine(position),
        CommentPlace.AfterSpace => position == 0
            || char.IsWhiteSpace(cursor.Text[position - 1]) || cursor.Text[position - 1] is ';' or '(' or ')' or '{' or '}' or '&' or '|',
        _ => true,
    };

    private static int LineEnd(LexicalCursor cursor, int position, CommentSyntax syntax)
    {
        // Lua's long comments open like a line comment.
        if (syntax.Open == "--" && cursor.Language.Id == "lua")
        {
            int bracket = FenceScanner.LongBracketEnd(cursor, position + 2);
            if (bracket > position + 2)
            {
                return bracket;
            }
        }

        int end = cursor.EndOfLine(position);
        while (cursor.Has(LexicalTraits.Preprocessor) && end > position && end < cursor.Text.Length && cursor.Text[end - 1] == '\\')
        {
            end = cursor.EndOfLine(end + 1);
        }

        return end;
    }

    private static int BlockEnd(LexicalCursor cursor, int position, CommentSyntax syntax)
    {
        string text = cursor.Text;
        string close = syntax.Close!;
        int at = position + syntax.Open.Length;
        if (!syntax.Nested)
        {
            int end = text.IndexOf(close, at, StringComparison.Ordinal);
            return end < 0 ? text.Length : close[0] == '\n' ? cursor.EndOfLine(end + 1) : end + close.Length;
        }

        for (int depth = 1; at < text.Length; at++)
        {
            if (text[at] == close[0] && cursor.At(at, close))
            {
                at += close.Length - 1;
                if (--depth == 0)
                {
                    return at + 1;
                }
            }
            else if (text[at] == syntax.Open[0] && cursor.At(at, syntax.Open))
            {
                at += syntax.Open.Length - 1;
                depth++;
            }
        }

        return text.Length;
    }

    // Behind a command a double quote starts a comment unless it can be a string, that is, unless another one closes it on the line.
    private static bool IsVimComment(LexicalCursor cursor, int position) =>
        cursor.Text[position] == '"' && !cursor.Text.AsSpan(position + 1, cursor.EndOfLine(position) - position - 1).Contains('"');

    private static bool IsCobolComment(LexicalCursor cursor, int position)
    {
        int column = cursor.LineStart + 6;
        if (column >= cursor.Text.Length || cursor.Text[column] is not ('*' or '/') || position > column)
        {
            return false;
        }

        var area = cursor.Text.AsSpan(cursor.LineStart, 6);
        return !area.Contains('\n') && area.IndexOfAnyExcept(SequenceArea) < 0 && area[..(position - cursor.LineStart)].IndexOfAnyExcept(SequenceArea) < 0;
    }
}
