namespace Axle.Guardrails.Privacy.Detection.Tagging;

/// <summary>The outline of a token: capitals, letters, digits, signs; runs of letters are cut to two.</summary>
internal static class TokenShape
{
    private const int MostCharacters = 24;

    /// <summary>A hash of the outline; never 0.</summary>
    public static ulong Of(ReadOnlySpan<char> word)
    {
        var hash = 14695981039346656037UL;
        var run = 0;
        var last = '\0';
        foreach (var c in word.Length > MostCharacters ? word[..MostCharacters] : word)
        {
            var outline = char.IsDigit(c) ? '9' : char.IsUpper(c) ? 'X' : char.IsLetter(c) ? 'x' : c;
            run = outline == last ? run + 1 : 1;
            last = outline;
            if (run > 2 && outline is 'x' or 'X')
                continue;
            hash = (hash ^ outline) * 1099511628211UL;
        }

        return hash | 1;
    }
}
