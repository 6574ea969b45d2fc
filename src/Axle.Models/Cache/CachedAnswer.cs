namespace Axle.Models.Cache;

/// <summary>One answer that is kept. It holds no question, only hashes and a vector of it.</summary>
/// <param name="Key">Hash of all that decides the answer: tenant, prompt version, model, options, messages.</param>
/// <param name="Text">What the model said; JSON that was checked when the question came with a schema.</param>
/// <param name="ExpiresAt">From when on it is not given any more.</param>
public sealed record CachedAnswer(string Key, string Text, DateTimeOffset ExpiresAt)
{
    /// <summary>When the model answered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The provider that answered.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The model that was asked.</summary>
    public string Model { get; init; } = "";

    /// <summary>The model that answered, in the provider's own words; null when it did not say.</summary>
    public string? AnsweringModel { get; init; }

    /// <summary>Whom the question was asked for; erasure goes by it.</summary>
    public Scope Scope { get; init; } = Scope.None;

    /// <summary>Hash of all that must be equal for two questions to be compared by meaning; null when this one takes no part.</summary>
    public string? Group { get; init; }

    /// <summary>The question as a vector of length 1; empty without <see cref="Group"/>.</summary>
    public ReadOnlyMemory<float> Vector { get; init; }

    /// <summary>Bytes of memory that it takes, about.</summary>
    public long Bytes => Overhead + 2L * (Text.Length + Key.Length + (Group?.Length ?? 0)) + 4L * Vector.Length;

    // Objects, dictionary slots and list nodes around the text, measured on 64 bits.
    private const int Overhead = 512;
}
