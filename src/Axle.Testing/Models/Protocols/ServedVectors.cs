namespace Axle.Testing.Models.Protocols;

/// <summary>
/// Vectors of texts: words are hashed into places and counted, so that equal texts have equal vectors and texts that share words are near
/// each other. No language model is asked.
/// </summary>
internal static class ServedVectors
{
    private const int UsualLength = 256;

    /// <summary>The vector of a text, of length 1.</summary>
    public static float[] Of(string text, int? length = null)
    {
        var vector = new float[Math.Clamp(length ?? UsualLength, 1, 4096)];
        foreach (var word in text.Split([' ', '\n', '\t', '.', ',', '?', '!'], StringSplitOptions.RemoveEmptyEntries))
            vector[Place(word.ToLowerInvariant(), vector.Length)] += 1;
        var size = MathF.Sqrt(vector.Sum(static v => v * v));
        if (size == 0)
            vector[0] = size = 1;
        return [.. vector.Select(v => v / size)];
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static int Place(string word, int places)
    {
        var hash = 2166136261u;
        foreach (var letter in word)
            hash = unchecked((hash ^ letter) * 16777619u);
        return (int)(hash % (uint)places);
    }
}
