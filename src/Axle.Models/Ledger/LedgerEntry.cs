using System.Collections.Immutable;
using Axle.Models.Budget;
using Axle.Models.Catalog;

namespace Axle.Models.Ledger;

/// <summary>One call to a model as the ledger keeps it: who, where, what, how much. It holds no text of prompt or answer.</summary>
/// <param name="Id">Its name, unique for ever.</param>
/// <param name="At">When the call began.</param>
/// <param name="Scope">Whom it was for.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Model">The model.</param>
public sealed record LedgerEntry(Guid Id, DateTimeOffset At, Scope Scope, string Provider, string Model)
{
    /// <summary>How it ended.</summary>
    public CallOutcome Outcome { get; init; }

    /// <summary>What was consumed, in every part; <see cref="ModelUsage.IsMissing"/> when the provider did not say.</summary>
    public ModelUsage Usage { get; init; } = ModelUsage.None;

    /// <summary>US dollars of every part whose price and count are known: exact, at most 12 decimals.</summary>
    public CostSplit Cost { get; init; }

    /// <summary>
    /// What it may have cost besides, at the most: it was reserved, and the provider may have billed it without saying so. Budgets count it as
    /// spent. Nothing when everything is known.
    /// </summary>
    public Spending AtMostMore { get; init; }

    /// <summary>The budgets that it was reserved from, while it is open.</summary>
    public ImmutableArray<BudgetWindow> Budgets { get; init; } = [];

    /// <summary>The parts that were consumed and whose price or count is not known; see <see cref="CallCost.Unpriced"/>.</summary>
    public ImmutableArray<string> Unpriced { get; init; } = [];

    /// <summary>US dollars of every part whose price and count are known: a lower bound when something is flagged.</summary>
    public decimal Usd => Cost.Usd;
}

/// <summary>US dollars by class; they add up to the whole.</summary>
/// <param name="Input">What was sent and was in no cache.</param>
/// <param name="Cache">Reading and writing the provider's prompt cache.</param>
/// <param name="Output">What was received, reasoning included.</param>
/// <param name="Tools">Tools that run at the provider.</param>
public readonly record struct CostSplit(decimal Input, decimal Cache, decimal Output, decimal Tools)
{
    /// <summary>All together.</summary>
    public decimal Usd => Input + Cache + Output + Tools;

    /// <summary>The classes of a bill.</summary>
    public static CostSplit Of(CallCost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        var split = default(CostSplit);
        foreach (var part in cost.Parts)
        {
            split = part.Class switch
            {
                CostClass.Input => split with { Input = split.Input + part.Usd },
                CostClass.Cache => split with { Cache = split.Cache + part.Usd },
                CostClass.Output => split with { Output = split.Output + part.Usd },
                _ => split with { Tools = split.Tools + part.Usd },
            };
        }

        return split;
    }

    /// <summary>Both together.</summary>
    public static CostSplit operator +(CostSplit one, CostSplit other) =>
        new(one.Input + other.Input, one.Cache + other.Cache, one.Output + other.Output, one.Tools + other.Tools);

    /// <summary>Both together.</summary>
    public static CostSplit Add(CostSplit left, CostSplit right) => left + right;
}

/// <summary>How a call ended. Stored by name: the list may grow, never change.</summary>
public enum CallOutcome
{
    /// <summary>It is under way, or the process that made it has died and nobody has noticed yet.</summary>
    Open = 0,

    /// <summary>An answer came.</summary>
    Succeeded,

    /// <summary>The provider failed or refused.</summary>
    Failed,

    /// <summary>The caller went away, or the process died, before the answer was complete.</summary>
    Interrupted,
}
