using Axle.Models.Budget;
using Axle.Models.Configuration;
using Axle.Models.Ledger;
using Axle.Models.Providers;

namespace Axle.Server.Endpoints.Models;

/// <summary>A provider of models.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Kind">Whose protocol it speaks.</param>
/// <param name="State"><c>ready</c>, <c>failing</c> when its newest calls failed, <c>disabled</c>, <c>noKey</c> or <c>noModel</c>.</param>
/// <param name="Obstacle">Why it cannot be asked, with the cure; null when it can.</param>
/// <param name="Model">The model when nobody names one.</param>
/// <param name="Models">Others that it serves.</param>
/// <param name="Priority">Its place: lower ones are asked first.</param>
/// <param name="RequestsPerMinute">Most requests that it is sent; null for no limit of its own.</param>
/// <param name="TokensPerMinute">Most tokens that it is sent; null for no limit of its own.</param>
/// <param name="KeysFrom">The environment variables that hold its keys; never the keys.</param>
/// <param name="Calls">Calls of the last hour, of the newest 2,000 of all providers.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Usd">US dollars that they cost.</param>
/// <param name="LastCallAt">When the newest one began; null when there was none.</param>
/// <param name="Deployments">How each of its models, by key, stands in this process now.</param>
public sealed record ProviderItem(
    string Name, string Kind, string State, string? Obstacle, string Model, IReadOnlyList<string> Models, int Priority, int? RequestsPerMinute,
    long? TokensPerMinute, IReadOnlyList<string> KeysFrom, int Calls, int Failed, decimal Usd, DateTimeOffset? LastCallAt,
    IReadOnlyList<DeploymentItem> Deployments)
{
    private const int Newest = 5;

    internal static ProviderItem Of(
        ProviderOptions options, IModelProvider? provider, IReadOnlyList<LedgerEntry> recent, IReadOnlyList<DeploymentItem> deployments)
    {
        var readiness = ProviderReadiness.Of(options, provider);
        var isFailing = recent.Count > 0 && recent.Take(Newest).All(static e => e.Outcome == CallOutcome.Failed);
        return new ProviderItem(
            options.Name, options.Kind, readiness.State == ProviderState.Ready && isFailing ? "failing" : ApiWords.Name(readiness.State),
            readiness.Cure, ProviderReadiness.ModelOf(options, provider), options.Models, options.Priority, options.RequestsPerMinute, options.TokensPerMinute,
            [.. options.Keys.Select(static k => k.Variable)], recent.Count, recent.Count(static e => e.Outcome == CallOutcome.Failed),
            recent.Sum(static e => e.Usd), recent.Count > 0 ? recent[0].At : null, deployments);
    }
}

/// <summary>What was spent.</summary>
/// <param name="By">What rows are made by.</param>
/// <param name="Items">The rows: the dearest first, days in their order.</param>
/// <param name="Total">All together.</param>
public sealed record CostTable(CostGroup By, IReadOnlyList<CostItem> Items, CostItem Total);

/// <summary>What a group of calls consumed and cost.</summary>
/// <param name="Key">The group's name; empty for calls without one.</param>
/// <param name="Calls">Calls.</param>
/// <param name="Unfinished">Those that failed or were interrupted.</param>
/// <param name="InputTokens">Tokens sent, cached ones included.</param>
/// <param name="CachedInputTokens">Those of them that were read from a prompt cache.</param>
/// <param name="OutputTokens">Tokens received, reasoning included.</param>
/// <param name="Usd">US dollars; a lower bound when there are calls of which something is not known.</param>
/// <param name="Unpriced">Calls of which something is not known.</param>
/// <param name="AtMostMoreUsd">What they may have cost besides, at the most.</param>
public sealed record CostItem(
    string Key, long Calls, long Unfinished, long InputTokens, long CachedInputTokens, long OutputTokens, decimal Usd, long Unpriced, decimal AtMostMoreUsd)
{
    internal static CostItem Of(LedgerSum sum) => new(
        sum.Key, sum.Calls, sum.Unfinished, sum.InputTokens, sum.CachedInputTokens, sum.OutputTokens, sum.Cost.Usd, sum.Unpriced, sum.AtMostMore);

    internal static CostItem Together(string key, IEnumerable<CostItem> parts) => parts.Aggregate(
        new CostItem(key, 0, 0, 0, 0, 0, 0, 0, 0), static (sum, one) => new(
        sum.Key, sum.Calls + one.Calls, sum.Unfinished + one.Unfinished, sum.InputTokens + one.InputTokens, sum.CachedInputTokens + one.CachedInputTokens,
        sum.OutputTokens + one.OutputTokens, sum.Usd + one.Usd, sum.Unpriced + one.Unpriced, sum.AtMostMoreUsd + one.AtMostMoreUsd));
}

/// <summary>A budget in its window.</summary>
/// <param name="Id">Its name, for example <c>user:acme/ann/day</c>.</param>
/// <param name="Window">The day or month; null for budgets that are counted for ever.</param>
/// <param name="Spent">What is spent.</param>
/// <param name="Held">What is held for calls under way and to come.</param>
/// <param name="Limit">What may be spent; null for no limit.</param>
/// <param name="Raised">Whether somebody raised it.</param>
public sealed record BudgetItem(string Id, string? Window, BudgetAmount Spent, BudgetAmount Held, BudgetAmount Limit, bool Raised)
{
    internal static BudgetItem Of(BudgetStanding standing) => new(
        standing.Window.Budget,
        standing.Window.Window.Length == 0 ? null : standing.Window.Window,
        new BudgetAmount(standing.Spent.Usd, standing.Spent.Tokens, standing.Spent.Calls),
        new BudgetAmount(standing.Held.Usd, standing.Held.Tokens, standing.Held.Calls),
        new BudgetAmount(standing.Limit.Usd, standing.Limit.Tokens, standing.Limit.Calls),
        standing.IsRaised);
}

/// <summary>Money, tokens and calls.</summary>
/// <param name="Usd">US dollars; null for no limit.</param>
/// <param name="Tokens">Tokens; null for no limit.</param>
/// <param name="Calls">Calls; null for no limit.</param>
public sealed record BudgetAmount(decimal? Usd, long? Tokens, long? Calls);

/// <summary>New limits in all, not additions; null for what stays.</summary>
/// <param name="Usd">US dollars.</param>
/// <param name="Tokens">Tokens.</param>
/// <param name="Calls">Calls.</param>
public sealed record BudgetRaise(decimal? Usd = null, long? Tokens = null, long? Calls = null);
