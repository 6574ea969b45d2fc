using System.Collections.Immutable;
using Axle.Models.Ledger;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>ax cost</c>. Money is exact.</summary>
/// <param name="By">What the rows are made by.</param>
/// <param name="Since">Calls that began then or later; missing for all.</param>
/// <param name="Until">Calls that began before; missing for all.</param>
/// <param name="Rows">The dearest first; days in their order.</param>
/// <param name="Total">All of them, also those that a limit left out.</param>
internal sealed record CostDocument(string By, DateTimeOffset? Since, DateTimeOffset? Until, ImmutableArray<CostPart> Rows, CostPart Total);

/// <summary>What the calls of a group consumed and cost.</summary>
/// <param name="Key">The group; empty for calls without one.</param>
/// <param name="Calls">Calls.</param>
/// <param name="Unfinished">Calls that failed or were interrupted.</param>
/// <param name="Tokens">Tokens by part.</param>
/// <param name="Usd">US dollars by class, and in all: a lower bound when something is not known.</param>
/// <param name="Unpriced">What is not known.</param>
internal sealed record CostPart(string Key, long Calls, long Unfinished, CostTokens Tokens, CostMoney Usd, CostUnpriced Unpriced)
{
    public static CostPart Of(LedgerSum sum) => new(
        sum.Key,
        sum.Calls,
        sum.Unfinished,
        new CostTokens(sum.InputTokens, sum.CachedInputTokens, sum.CacheWriteTokens, sum.OutputTokens, sum.ReasoningTokens),
        new CostMoney(
            Money.Exact(sum.Cost.Usd), Money.Exact(sum.Cost.Input), Money.Exact(sum.Cost.Cache), Money.Exact(sum.Cost.Output), Money.Exact(sum.Cost.Tools)),
        new CostUnpriced(sum.Unpriced, Money.Exact(sum.AtMostMore), [.. sum.UnpricedParts]));
}

/// <summary>Tokens; cached and written ones are part of the input, reasoning of the output.</summary>
internal sealed record CostTokens(long Input, long CacheRead, long CacheWrite, long Output, long Reasoning);

/// <summary>US dollars; the classes add up to the total.</summary>
internal sealed record CostMoney(decimal Total, decimal Input, decimal Cache, decimal Output, decimal Tools);

/// <summary>What is not known: in how many calls, how much more they may have cost at the most where that is known, and which parts.</summary>
internal sealed record CostUnpriced(long Calls, decimal AtMostMoreUsd, ImmutableArray<string> Parts);
