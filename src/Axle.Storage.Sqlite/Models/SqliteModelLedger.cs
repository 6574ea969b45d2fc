using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Ownership;
using Axle.Storage.Sqlite.Workflows;

namespace Axle.Storage.Sqlite.Models;

/// <summary>
/// The ledger in the file of the runs: its writes share their flushes. What a process holds of budgets lies under its name; when it has died,
/// however it died, whoever comes next frees it and counts its calls under way as interrupted, at the most that they may have cost.
/// </summary>
internal sealed class SqliteModelLedger(
    GroupWriter<WorkflowTables> writer, SqliteReaders<WorkflowTables> readers, OwnerLock owner, TimeProvider time) : IModelLedger
{
    private static readonly TimeSpan CallsAreKept = TimeSpan.FromDays(400);
    private bool _isTidy;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BudgetStanding>> WriteAsync(LedgerBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return await writer.WriteAsync<IReadOnlyList<BudgetStanding>>(tables =>
        {
            var alerts = new List<BudgetStanding>();
            foreach (var entry in batch.Entries)
                tables.Models.Calls.Put(entry, owner.Owner);
            foreach (var move in batch.Moves)
            {
                tables.Models.Holds.Release(move.Window, owner.Owner, move.Released);
                if (!move.Spent.IsZero && tables.Models.Budgets.Spend(move.Window, move.Spent, time.GetUtcNow()) is { } passed)
                    alerts.Add(passed.Standing with { Held = tables.Models.Holds.Sum(move.Window) });
            }

            return alerts;
        });
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BudgetGrant>> ClaimAsync(IReadOnlyList<BudgetClaim> claims, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return await writer.WriteAsync<IReadOnlyList<BudgetGrant>>(tables =>
        {
            if (!_isTidy)
                Tidy(tables.Models);
            return [.. claims.Select(claim => Claim(tables.Models, claim))];
        });
    }

    /// <inheritdoc/>
    public async ValueTask RaiseAsync(BudgetWindow budget, SpendingLimit limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limit);
        await writer.WriteAsync(tables => tables.Models.Budgets.Raise(budget, limit, time.GetUtcNow()));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BudgetStanding>> ListBudgetsAsync(int limit, CancellationToken cancellationToken)
    {
        await SettleDeadAsync();
        return readers.Read(tables => tables.Models.Budgets.List(limit)
            .ConvertAll(row => row.Standing with { Held = tables.Models.Holds.Sum(row.Standing.Window) }));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LedgerSum>> SumAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        await SettleDeadAsync();
        return readers.Read(tables => tables.Models.Sums.Sum(query));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LedgerEntry>> ListAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        await SettleDeadAsync();
        return readers.Read(tables => tables.Models.Calls.List(query));
    }

    /// <inheritdoc/>
    public async ValueTask<int> ForgetUserAsync(string tenant, string user, string pseudonym, CancellationToken cancellationToken) =>
        await writer.WriteAsync(tables =>
        {
            foreach (var budget in tables.Models.Budgets.Names().Where(b => BudgetWindow.IsOfUser(b, tenant, user)))
                tables.Models.Budgets.Remove(budget);
            return tables.Models.Calls.ForgetUser(tenant, user, pseudonym);
        });

    private BudgetGrant Claim(ModelTables tables, BudgetClaim claim)
    {
        tables.Budgets.Claim(claim, time.GetUtcNow());
        while (true)
        {
            var standing = tables.Budgets.Find(claim.Window)!.Standing;
            var held = tables.Holds.Sum(claim.Window);
            var granted = claim.GrantFrom(standing.Limit.Amount - standing.Spent - held);
            if (granted.IsZero && tables.Holds.Others(claim.Window, owner.Owner).Where(o => !owner.IsAlive(o)).ToList() is { Count: > 0 } dead)
            {
                dead.ForEach(o => Settle(tables, o));
                continue;
            }

            if (!granted.IsZero)
                tables.Holds.Add(claim.Window, owner.Owner, granted);
            return new BudgetGrant(granted, standing with { Held = held + granted });
        }
    }

    /// <summary>A reader looks at the calls of processes that may have died since.</summary>
    private async ValueTask SettleDeadAsync()
    {
        var dead = readers.Read(tables => Owners(tables.Models).Where(o => !owner.IsAlive(o)).ToList());
        if (dead.Count == 0)
            return;
        await writer.WriteAsync(tables =>
        {
            dead.ForEach(o => Settle(tables.Models, o));
            return dead.Count;
        });
    }

    /// <summary>Once in the life of a process: settles for the dead, and removes what is old.</summary>
    private void Tidy(ModelTables tables)
    {
        foreach (var dead in Owners(tables).Where(o => !owner.IsAlive(o)).ToList())
            Settle(tables, dead);
        var before = time.GetUtcNow() - CallsAreKept;
        tables.Calls.Forget(before);
        tables.Budgets.Forget(before);
        _isTidy = true;
    }

    private static IEnumerable<string> Owners(ModelTables tables) => tables.Calls.Owners().Union(tables.Holds.Owners());

    /// <summary>Frees what a dead process held; its calls under way count as spent, at the most.</summary>
    private void Settle(ModelTables tables, string dead)
    {
        foreach (var call in tables.Calls.OpenOf(dead))
        {
            foreach (var budget in call.Budgets)
                tables.Budgets.Spend(budget, call.AtMostMore, time.GetUtcNow());
            tables.Calls.Put(call with { Outcome = CallOutcome.Interrupted, Budgets = [] }, owner: null);
        }

        tables.Holds.Drop(dead);
    }
}
