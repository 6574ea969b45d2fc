namespace Axle.Workflows.Definition;

/// <summary>What a run may spend before it is stopped. Null: no limit of that sort; at least one is there.</summary>
/// <param name="Usd">Money for model calls, in US dollars.</param>
/// <param name="Tokens">Model tokens, in and out together.</param>
/// <param name="Calls">Model calls.</param>
public sealed record RunBudget(decimal? Usd, long? Tokens, long? Calls);
