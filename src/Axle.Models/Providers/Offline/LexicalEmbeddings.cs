using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Offline;

/// <summary>
/// Vectors without a network and without a model: words and the character n-grams inside them, hashed into 384 numbers of unit length. They say
/// which texts share words and spellings, not which mean the same. Equal texts give equal vectors on every machine.
/// After K. Weinberger and others, "Feature Hashing for Large Scale Multitask Learning" (ICML 2009), with subwords as in P. Bojanowski and
/// others, "Enriching Word Vectors with Subword Information" (TACL 2017).
/// </summary>
internal sealed class LexicalEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>The name that stands in for a model's.</summary>
    public const string Model = "lexical-384";

    /// <summary>Numbers in a vector.</summary>
    public const int Dimensions = 384;

    private const int ShortestGram = 3;
    private const int LongestGram = 5;
    private const int LongestWord = 64;
    private const float WordWeight = 1f;
    private const float PairWeight = 0.5f;
    private const float GramWeight = 0.3f;

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var vectors = new GeneratedEmbeddings<Embedding<float>>(values.Select(static text => new Embedding<float>(Embed(text)) { ModelId = Model }));
        return Task.FromResult(vectors);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is null && serviceType == typeof(EmbeddingGeneratorMetadata))
            return new EmbeddingGeneratorMetadata("axle.offline", providerUri: null, Model, Dimensions);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // Holds nothing.
    }

    /// <summary>The vector of a text; all zero for a text without a letter or digit.</summary>
    public static float[] Embed(string text)
    {
        var vector = new float[Dimensions];
        Span<char> word = stackalloc char[LongestWord + 2];
        var length = 0;
        var before = 0u;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                if (length < LongestWord)
                    word[++length] = char.ToLowerInvariant(text[i]);
                continue;
            }

            if (length > 0)
                before = AddWord(vector, word[..(length + 2)], before);
            length = 0;
        }

        Normalise(vector);
        return vector;
    }

    // A word stands between two marks, so that its beginning and end are grams of their own.
    private static uint AddWord(float[] vector, Span<char> word, uint before)
    {
        (word[0], word[^1]) = ('<', '>');
        var hash = Hash(word, seed: 1);
        Add(vector, hash, WordWeight);
        if (before != 0)
            Add(vector, unchecked((before * 16777619u) ^ hash), PairWeight);
        for (var size = ShortestGram; size <= LongestGram; size++)
        {
            for (var start = 0; start + size <= word.Length && size < word.Length; start++)
                Add(vector, Hash(word.Slice(start, size), seed: 2), GramWeight);
        }

        return hash;
    }

    // One bit of the hash is the sign, so that collisions cancel out on average.
    private static void Add(float[] vector, uint hash, float weight)
    {
        var mixed = Mix(hash);
        vector[mixed % Dimensions] += (mixed & 0x8000_0000) == 0 ? weight : -weight;
    }

    // FNV-1a over the characters.
    private static uint Hash(ReadOnlySpan<char> text, uint seed)
    {
        var hash = unchecked(2166136261u ^ (seed * 0x9E37_79B9u));
        foreach (var c in text)
            hash = unchecked((hash ^ c) * 16777619u);
        return hash;
    }

    // The end of MurmurHash3: without it neighbouring hashes share their high bits.
    private static uint Mix(uint hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 16)) * 0x85EB_CA6Bu;
            hash = (hash ^ (hash >> 13)) * 0xC2B2_AE35u;
            return hash ^ (hash >> 16);
        }
    }

    private static void Normalise(float[] vector)
    {
        var sum = 0.0;
        foreach (var number in vector)
            sum += number * number;
        if (sum == 0)
            return;
        var length = (float)Math.Sqrt(sum);
        for (var i = 0; i < vector.Length; i++)
            vector[i] /= length;
    }
}
