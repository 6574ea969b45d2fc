using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Models;

/// <summary>What a model answered, and how the answer came about.</summary>
/// <param name="Text">The answer as text; with a schema, the JSON as text.</param>
/// <param name="Json">The answer as JSON that matches the request's schema; null when none was asked for.</param>
/// <param name="Provider">Name of the provider that answered.</param>
/// <param name="Model">Name of the model that answered, as the provider calls it.</param>
/// <param name="Offline">True when no language model was asked: the offline provider summarised the evidence.</param>
/// <param name="Usage">Tokens taken.</param>
/// <param name="Latency">From the first request to the last byte, correction rounds included.</param>
/// <param name="Corrections">How many times the answer had to be sent back because it did not match the schema, 0 to 3.</param>
/// <param name="Decisions">Every choice of a provider, first to last; the last one answered.</param>
public sealed record ModelAnswer(
    string Text,
    JsonElement? Json,
    string Provider,
    string Model,
    bool Offline,
    ModelUsage Usage,
    TimeSpan Latency,
    int Corrections,
    IReadOnlyList<ModelDecision> Decisions)
{
    /// <summary>What every attempt at a provider cost, first to last; empty for an answer out of the cache or of the offline provider.</summary>
    public ImmutableArray<ModelCharge> Charges { get; init; } = [];

    /// <summary>The answer as it came, reasoning and calls of tools included.</summary>
    public IReadOnlyList<Microsoft.Extensions.AI.ChatMessage> Messages { get; init; } = [];

    /// <summary>Why a person must look at it before anything is done with it; null when nobody must.</summary>
    public string? HeldFor { get; init; }

    /// <summary>US dollars of all attempts; parts without a known price are not in it, see <see cref="ModelCharge.Unpriced"/>.</summary>
    public decimal Usd => Charges.Sum(static charge => charge.Usd);
}
