using Microsoft.Extensions.AI;

namespace Axle.Models;

/// <summary>Tokens that one answer took, correction rounds included. Counts are the provider's own; 0 where it reports none.</summary>
/// <param name="InputTokens">All tokens sent, cached ones included.</param>
/// <param name="OutputTokens">All tokens received, reasoning included.</param>
/// <param name="CachedInputTokens">The part of <paramref name="InputTokens"/> that the provider had in its prompt cache.</param>
public sealed record ModelUsage(long InputTokens, long OutputTokens, long CachedInputTokens)
{
    internal static ModelUsage From(UsageDetails? usage) =>
        new(usage?.InputTokenCount ?? 0, usage?.OutputTokenCount ?? 0, usage?.CachedInputTokenCount ?? 0);
}
