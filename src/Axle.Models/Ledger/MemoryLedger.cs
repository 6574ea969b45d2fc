using System.Globalization;
using Axle.Models.Budget;

namespace Axle.Models.Ledger;

/// <summary>A ledger in memory, for programs without a store and for tests: it keeps the newest calls and lives as long as the process.</summary>
/// <param name="time">The clock.</param>
/// <param name="most">Calls that are kept.</param>
public sealed class MemoryLedger(TimeProvider time, int most = 100_000) : IModelLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, LedgerEntry> _entries = [];
    private readonly Queue<Guid> _order = new();
    private readonly Dictionary<BudgetWindow, Row> _budgets = [];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BudgetStanding>> WriteAsync(LedgerBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_gate)
        {
            foreach (var entry in batch.Entries)
                Keep(entry);
            var alerts = new List<BudgetStanding>();
            foreach (var move in batch.Moves)
            {
                if (!_budgets.TryGetValue(move.Window, out var row))
                    continue;
                row.Held = Spending.Most(row.Held - move.Released, default);
                row.Spent += move.Spent;
                row.ChangedAt = time.GetUtcNow();
                if (!row.IsAlerted && row.Limit.ShareOf(row.Spent) >= row.AlertAt)
                {
                    row.IsAlerted = true;
                    alerts.Add(row.Standing(move.Window));
                }
            }

            return new(alerts);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BudgetGrant>> ClaimAsync(IReadOnlyList<BudgetClaim> claims, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claims);
        lock (_gate)
        {
            var grants = new List<BudgetGrant>(claims.Count);
            foreach (var claim in claims)
            {
                if (!_budgets.TryGetValue(claim.Window, out var row))
                    _budgets[claim.Window] = row = new Row { Spent = claim.SpentBefore };
                row.Configured = claim.Limit;
                row.AlertAt = claim.AlertAt;
                row.ChangedAt = time.GetUtcNow();
                var granted = claim.GrantFrom(row.Limit.Amount - row.Spent - row.Held);
                row.Held += granted;
                grants.Add(new BudgetGrant(granted, row.Standing(claim.Window)));
            }

            return new(grants);
        }
    }

    /// <inheritdoc/>
    public ValueTask RaiseAsync(BudgetWindow budget, SpendingLimit limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_budgets.TryGetValue(budget, out var row))
                _budgets[budget] = row = new Row();
            row.Raised = (row.Raised ?? new SpendingLimit(null)).OverlaidBy(limit);
            row.IsAlerted = false;
            row.ChangedAt = time.GetUtcNow();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BudgetStanding>> ListBudgetsAsync(int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_budgets.Select(static b => b.Value.Standing(b.Key))
                .OrderByDescending(static b => b.ChangedAt).ThenBy(static b => b.Window.Budget, StringComparer.Ordinal).Take(limit).ToList());
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerSum>> SumAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
        {
            var sums = Matching(query).GroupBy(entry => KeyOf(entry, query.By)).Select(static g => g.Aggregate(new LedgerSum(g.Key), Plus));
            var ordered = query.By == LedgerGroup.Day
                ? sums.OrderBy(static s => s.Key, StringComparer.Ordinal)
                : sums.OrderByDescending(static s => s.Cost.Usd).ThenBy(static s => s.Key, StringComparer.Ordinal);
            return new(ordered.Take(query.Limit).ToList());
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerEntry>> ListAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
            return new(Matching(query).OrderByDescending(static e => e.At).ThenByDescending(static e => e.Id).Take(query.Limit).ToList());
    }

    /// <inheritdoc/>
    public ValueTask<int> ForgetUserAsync(string tenant, string user, string pseudonym, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var found = _entries.Values.Where(e => e.Scope.User == user && (e.Scope.Tenant ?? Scope.DefaultTenant) == tenant).ToArray();
            foreach (var entry in found)
                _entries[entry.Id] = entry with
                {
                    Scope = entry.Scope with { User = pseudonym, Session = null },
                    Budgets = entry.Outcome == CallOutcome.Open ? entry.Budgets : [],
                };
            foreach (var budget in _budgets.Keys.Where(b => BudgetWindow.IsOfUser(b.Budget, tenant, user)).ToArray())
                _budgets.Remove(budget);
            return ValueTask.FromResult(found.Length);
        }
    }

    private void Keep(LedgerEntry entry)
    {
        if (!_entries.ContainsKey(entry.Id))
            _order.Enqueue(entry.Id);
        _entries[entry.Id] = entry;
        while (_order.Count > most)
            _entries.Remove(_order.Dequeue());
    }

    private IEnumerable<LedgerEntry> Matching(LedgerQuery query) => _entries.Values.Where(entry =>
        (query.Since is null || entry.At >= query.Since) && (query.Until is null || entry.At < query.Until) &&
        (query.Run is null || entry.Scope.Run == query.Run) && (query.User is null || entry.Scope.User == query.User) &&
        (query.Tenant is null || entry.Scope.Tenant == query.Tenant) && (query.Session is null || entry.Scope.Session == query.Session));

    private static string KeyOf(LedgerEntry entry, LedgerGroup by) => by switch
    {
        LedgerGroup.Provider => entry.Provider,
        LedgerGroup.Model => $"{entry.Provider}/{entry.Model}",
        LedgerGroup.Tenant => entry.Scope.Tenant ?? "",
        LedgerGroup.User => entry.Scope.User ?? "",
        LedgerGroup.Session => entry.Scope.Session ?? "",
        LedgerGroup.Run => entry.Scope.Run ?? "",
        LedgerGroup.Step => entry.Scope.Step ?? "",
        LedgerGroup.Agent => entry.Scope.Agent ?? "",
        LedgerGroup.Day => entry.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => "",
    };

    private static LedgerSum Plus(LedgerSum sum, LedgerEntry entry) => sum with
    {
        Calls = sum.Calls + 1,
        Unfinished = sum.Unfinished + (entry.Outcome == CallOutcome.Succeeded ? 0 : 1),
        Unpriced = sum.Unpriced + (entry.Unpriced.IsEmpty ? 0 : 1),
        InputTokens = sum.InputTokens + entry.Usage.InputTokens,
        CachedInputTokens = sum.CachedInputTokens + entry.Usage.CachedInputTokens,
        CacheWriteTokens = sum.CacheWriteTokens + entry.Usage.CacheWriteTokens + entry.Usage.LongCacheWriteTokens,
        OutputTokens = sum.OutputTokens + entry.Usage.OutputTokens,
        ReasoningTokens = sum.ReasoningTokens + entry.Usage.ReasoningTokens,
        Cost = sum.Cost + entry.Cost,
        AtMostMore = sum.AtMostMore + entry.AtMostMore.Usd,
        UnpricedParts = sum.UnpricedParts.Union(entry.Unpriced),
    };

    private sealed class Row
    {
        public SpendingLimit Configured { get; set; } = new(null);

        public SpendingLimit? Raised { get; set; }

        public decimal AlertAt { get; set; } = 1;

        public bool IsAlerted { get; set; }

        public Spending Spent { get; set; }

        public Spending Held { get; set; }

        public DateTimeOffset ChangedAt { get; set; }

        public SpendingLimit Limit => Configured.RaisedTo(Raised);

        public BudgetStanding Standing(BudgetWindow window) =>
            new(window, Limit, Spent, Held) { IsRaised = Raised is not null, ChangedAt = ChangedAt };
    }
}
