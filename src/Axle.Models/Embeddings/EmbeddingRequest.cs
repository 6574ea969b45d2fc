using Microsoft.Extensions.AI;

namespace Axle.Models.Embeddings;

/// <summary>Texts that are to become vectors.</summary>
/// <param name="Texts">The texts, at least one.</param>
public sealed record EmbeddingRequest(IReadOnlyList<string> Texts)
{
    /// <summary>The provider, by name or alias; null finds one that has the model.</summary>
    public string? Provider { get; init; }

    /// <summary>The model; may only be null for the offline provider, which has one.</summary>
    public string? Model { get; init; }

    /// <summary>Length of the vectors, 1 or more; null leaves it to the model.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Whom it is for.</summary>
    public Scope Scope { get; init; } = Scope.None;

    /// <summary>
    /// Until when vectors are of use: until then, limits and trouble that passes are waited for. Null, for callers that retry by themselves: everybody is
    /// tried once.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }
}

/// <summary>Vectors of texts.</summary>
/// <param name="Vectors">One a text, in the order of the texts.</param>
/// <param name="Provider">Who made them.</param>
/// <param name="Model">The model that made them; vectors of different models cannot be compared.</param>
/// <param name="Usage">What was consumed.</param>
public sealed record EmbeddingAnswer(IReadOnlyList<Embedding<float>> Vectors, string Provider, string Model, ModelUsage Usage);
