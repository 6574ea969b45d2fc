namespace Axle.Guardrails.Input.Words;

/// <summary>FNV-1a over UTF-16 units (Fowler, Noll, Vo), 64 bits: the same on every machine, and grows letter by letter.</summary>
internal static class WordHash
{
    /// <summary>The hash of no letters.</summary>
    public const ulong Start = 14695981039346656037;

    /// <summary>One letter more.</summary>
    public static ulong Add(ulong hash, ulong unit) => (hash ^ unit) * 1099511628211;

    /// <summary>The hash of a word.</summary>
    public static ulong Of(ReadOnlySpan<char> word)
    {
        var hash = Start;
        foreach (var letter in word)
            hash = Add(hash, letter);
        return hash;
    }
}
