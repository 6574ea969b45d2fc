namespace Axle.Workflows.Runs;

/// <summary>What a step spent on models.</summary>
/// <param name="Usd">US dollars; 0 when nothing is known.</param>
/// <param name="Tokens">Tokens, in and out together.</param>
/// <param name="Calls">Calls.</param>
public sealed record ModelUsage(decimal Usd, long Tokens, long Calls)
{
    /// <summary>Nothing.</summary>
    public static ModelUsage None { get; } = new(0, 0, 0);

    /// <summary>Both together.</summary>
    public ModelUsage Plus(ModelUsage? other) =>
        other is null ? this : new ModelUsage(Usd + other.Usd, Tokens + other.Tokens, Calls + other.Calls);
}
