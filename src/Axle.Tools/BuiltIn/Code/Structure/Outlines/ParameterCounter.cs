namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>Counts the parameters in a bracket pair.</summary>
internal static class ParameterCounter
{
    /// <summary>How many parameters stand between the bracket and its partner; 0 when there is no bracket.</summary>
    public static int Count(CodeTokens tokens, int open)
    {
        int close = tokens.Match(open);
        if (close < 0 || close == open + 1)
        {
            return 0;
        }

        if (close == open + 2 && tokens.Is(open + 1, "void"))
        {
            return 0;
        }

        int count = 1;
        int angle = 0;
        bool words = tokens.Language.Id == "tcl";
        for (int i = open + 1; i < close; i++)
        {
            if (words && i > open + 1)
            {
                count++;
            }

            angle += tokens.Is(i, "<") ? 1 : tokens.Is(i, ">") && angle > 0 ? -1 : 0;
            bool separator = tokens.Is(i, ",") && i < close - 1 && angle == 0;
            bool mark = tokens.Language.Id is "python" or "mojo" && (tokens.Is(i, "*") || tokens.Is(i, "/")) && (tokens.Is(i + 1, ",") || i + 1 == close);
            count -= mark ? 1 : 0;
            count += separator || (tokens.Is(i, ";") && tokens.Language.Id is "pascal" or "ada" or "vhdl") ? 1 : 0;
            i = tokens.Match(i) is var inner && inner > i && inner < close ? inner : i;
        }

        return IsSelf(tokens, open + 1) ? count - 1 : count;
    }

    // "self" and "this" are no choice of the caller.
    private static bool IsSelf(CodeTokens tokens, int first)
    {
        int at = first;
        while (tokens.Is(at, "&") || tokens.Is(at, "mut"))
        {
            at++;
        }

        return (tokens.Language.Id is "python" or "rust" or "gdscript" or "starlark" or "mojo") && (tokens.Is(at, "self") || tokens.Is(at, "cls"));
    }
}
