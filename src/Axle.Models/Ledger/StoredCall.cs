using System.Collections.Immutable;
using System.Text.Json;
using Axle.Models.Budget;
using Axle.Models.Catalog;

namespace Axle.Models.Ledger;

/// <summary>The parts of a <see cref="LedgerEntry"/> that stores keep as text, the same in every store.</summary>
public static class StoredCall
{
    /// <summary>The name of an outcome.</summary>
    public static string NameOf(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Open => "open",
        CallOutcome.Succeeded => "succeeded",
        CallOutcome.Failed => "failed",
        _ => "interrupted",
    };

    /// <summary>The outcome of a name.</summary>
    public static CallOutcome OutcomeOf(string name) => Enum.Parse<CallOutcome>(name, ignoreCase: true);

    /// <summary>Counts by name as a JSON object; null for none.</summary>
    public static string? Text(ImmutableSortedDictionary<string, long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return counts.IsEmpty ? null : "{" + string.Join(',', counts.Select(static c => $"\"{JsonEncodedText.Encode(c.Key)}\":{c.Value}")) + "}";
    }

    /// <summary>Reads counts by name.</summary>
    public static ImmutableSortedDictionary<string, long> Counts(string? json)
    {
        if (json is null)
            return ImmutableSortedDictionary<string, long>.Empty;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToImmutableSortedDictionary(static p => p.Name, static p => p.Value.GetInt64());
    }

    /// <summary>What is not known of a call, parted by blanks; null for nothing.</summary>
    public static string? Text(ImmutableArray<string> unpriced) => unpriced.IsEmpty ? null : string.Join(' ', unpriced);

    /// <summary>Reads what is not known of a call.</summary>
    public static ImmutableArray<string> Unpriced(string? text) => text?.Split(' ').ToImmutableArray() ?? [];

    /// <summary>Whether the provider did not say what was consumed.</summary>
    public static bool IsMissing(string? unpriced) => unpriced?.Split(' ').Contains(CallCost.NoUsage) is true;

    /// <summary>The budgets that a call was reserved from, a line each; null for none.</summary>
    public static string? Text(ImmutableArray<BudgetWindow> budgets) =>
        budgets.IsEmpty ? null : string.Join('\n', budgets.Select(static b => $"{b.Window}\t{b.Budget}"));

    /// <summary>Reads the budgets that a call was reserved from.</summary>
    public static ImmutableArray<BudgetWindow> Budgets(string? text) =>
        text?.Split('\n').Select(static line => line.Split('\t', 2)).Select(static p => new BudgetWindow(p[1], p[0])).ToImmutableArray() ?? [];
}
