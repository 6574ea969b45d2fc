using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Patterns;

/// <summary>Tells code in a loop that runs at most once, because the block that it stands in ends by leaving the function.</summary>
internal static class LastRound
{
    private static readonly string[] Leaving = ["return", "throw", "panic"];
    private static readonly string[] Arms = ["case", "default"];
    private static readonly string[] Functions = ["func", "function", "fn", "=>", "lambda"];

    /// <summary>Whether the round in which a token is reached is the loop's last. Read in languages with braces only.</summary>
    /// <param name="file">The file.</param>
    /// <param name="loop">The innermost loop around the token.</param>
    /// <param name="token">The token's index.</param>
    public static bool Is(TokenFile file, LoopBody loop, int token)
    {
        if (file.Language.Blocks != BlockStyle.Braces || !file.Is(loop.First, "{"))
            return false;
        var blocks = Openings(file, loop, token);
        if (blocks.Exists(open => OpensFunction(file, open)))
            return file.Is(LineStart(file, token), "defer");
        var leaves = file.IsAny(LineStart(file, token), Leaving);
        for (var i = token + 1; i <= loop.Last && !file.Is(i, "}"); i++)
        {
            if (StartsLine(file, i) && file.IsAny(i, Arms))
                break;
            if (StartsLine(file, i))
                leaves = file.IsAny(i, Leaving);
            if (file.IsAny(i, ["(", "[", "{"]))
                i = file.Close(i);
        }

        return leaves;
    }

    /// <summary>The braces inside the loop that open the blocks around a token.</summary>
    private static List<int> Openings(TokenFile file, LoopBody loop, int token)
    {
        var open = new List<int>();
        for (var i = loop.First + 1; i < token; i++)
        {
            if (!file.IsAny(i, ["{", "(", "["]))
                continue;
            var close = file.Close(i);
            if (close < token)
                i = close;
            else if (file.Is(i, "{"))
                open.Add(i);
        }

        return open;
    }

    // A function inside the loop is left by its return, the loop is not; what Go defers there runs at its end, in every round.
    private static bool OpensFunction(TokenFile file, int open)
    {
        for (var i = LineStart(file, open); i < open; i++)
        {
            if (file.IsAny(i, Functions))
                return true;
        }

        return false;
    }

    private static int LineStart(TokenFile file, int token)
    {
        while (!StartsLine(file, token))
            token--;
        return token;
    }

    private static bool StartsLine(TokenFile file, int index) => index == 0 || file[index - 1].Line < file[index].Line;
}
