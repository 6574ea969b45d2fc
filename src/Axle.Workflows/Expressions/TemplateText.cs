using Axle.Workflows.Expressions.Syntax;

namespace Axle.Workflows.Expressions;

/// <summary>Finds <c>${{ }}</c> in text.</summary>
internal static class TemplateText
{
    public const string Opening = "${{";
    public const string Closing = "}}";

    public static int IndexOfOpening(string text, int start = 0) => text.IndexOf(Opening, start, StringComparison.Ordinal);

    /// <summary>
    /// The offset of the <c>}}</c> that ends the expression opened at <paramref name="open"/>, quoted texts skipped; -1 when there is
    /// none.
    /// </summary>
    public static int FindClosing(string text, int open)
    {
        for (var i = open + Opening.Length; i < text.Length; i++)
        {
            if (text[i] == '\'')
            {
                i = Lexer.FindQuotedEnd(text, i) - 1;
                if (i < 0)
                {
                    return -1;
                }
            }
            else if (text[i] == '}' && i + 1 < text.Length && text[i + 1] == '}')
            {
                return i;
            }
        }

        return -1;
    }
}
