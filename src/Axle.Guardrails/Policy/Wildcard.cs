namespace Axle.Guardrails.Policy;

/// <summary>Patterns with stars. The time is the product of the lengths at worst; both are short.</summary>
internal static class Wildcard
{
    /// <summary>Whether the whole text fits, whatever its case.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t, star, from) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, from) = (p++, t);
            else if (p < pattern.Length && char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(text[t]))
                (p, t) = (p + 1, t + 1);
            else if (star >= 0)
                (p, t) = (star + 1, ++from);
            else
                return false;
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }
}
