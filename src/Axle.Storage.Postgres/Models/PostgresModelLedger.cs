using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Storage.Postgres.Database;
using Axle.Storage.Postgres.Ownership;
using Npgsql;

namespace Axle.Storage.Postgres.Models;

/// <summary>
/// The ledger in the database of the runs, for every node that shares it. What a node holds of budgets lies under its number; when it was buried, whoever
/// comes next frees it and counts its calls under way as interrupted, at the most that they may have cost. A node that was taken for dead and comes
/// back has lost what it held (<see cref="Tenure"/>). When a connection is lost while something is granted, it may be kept from all until the node ends.
/// </summary>
internal sealed class PostgresModelLedger(PostgresDatabase database, NodeLease lease) : IModelLedger, IDisposable
{
    private static readonly TimeSpan CallsAreKept = TimeSpan.FromDays(400);
    private readonly Guid _writer = Guid.CreateVersion7();
    private readonly SemaphoreSlim _claiming = new(1);
    private readonly Lock _gate = new();
    private long _node;
    private long _tenure;
    private bool _isLost;
    private bool _isTidy;

    /// <inheritdoc/>
    public long Tenure
    {
        get
        {
            lock (_gate)
            {
                if (!_isLost && lease.IsCertain && lease.Current?.Node == _node)
                    return _tenure;
                _isLost = true;
                return 0;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BudgetStanding>> WriteAsync(LedgerBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return await lease.AsNodeAsync((node, token) => database.DoAsync((c, t) => WriteAsync(c, node.Node, batch, t), token), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BudgetGrant>> ClaimAsync(IReadOnlyList<BudgetClaim> claims, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claims);
        await _claiming.WaitAsync(cancellationToken);
        try
        {
            return await lease.AsNodeAsync((node, token) => ClaimAsync(node.Node, claims, token), cancellationToken);
        }
        finally
        {
            _claiming.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask RaiseAsync(BudgetWindow budget, SpendingLimit limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limit);
        await database.DoAsync((c, token) => BudgetTable.RaiseAsync(c, budget, limit, database.Time.GetUtcNow(), token), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<BudgetStanding>> ListBudgetsAsync(int limit, CancellationToken cancellationToken)
    {
        await SettleDeadAsync(cancellationToken);
        return await database.DoAsync((c, token) => BudgetTable.ListAsync(c, limit, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LedgerSum>> SumAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        await SettleDeadAsync(cancellationToken);
        return await database.DoAsync((c, token) => CallTable.SumAsync(c, query, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LedgerEntry>> ListAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        await SettleDeadAsync(cancellationToken);
        return await database.DoAsync((c, token) => CallTable.ListAsync(c, query, token), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> ForgetUserAsync(string tenant, string user, string pseudonym, CancellationToken cancellationToken) => database.DoAsync(
        async (connection, token) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(token);
            await BudgetTable.ForgetUserAsync(connection, tenant, user, token);
            var forgotten = await CallTable.ForgetUserAsync(connection, tenant, user, pseudonym, token);
            await transaction.CommitAsync(token);
            return forgotten;
        },
        cancellationToken);

    public void Dispose() => _claiming.Dispose();

    private async ValueTask<List<BudgetStanding>> WriteAsync(NpgsqlConnection connection, long node, LedgerBatch batch, CancellationToken cancellationToken)
    {
        var now = database.Time.GetUtcNow();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await FenceAsync(connection, node, cancellationToken);
        await using (var noting = connection.Command(
            """
            INSERT INTO axle.model_writers AS w (writer, batch, at) VALUES ($1, $2, $3)
            ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, at = excluded.at WHERE w.batch <> excluded.batch
            """,
            Sql.Of(_writer), Sql.Of(batch.Id), Sql.Of(now)))
        {
            // It was written, and the connection was lost before that was said.
            if (await noting.ExecuteNonQueryAsync(cancellationToken) == 0)
                return [];
        }

        // A node that lives and was taken for dead brings what its calls really were: what was counted in their place is taken back.
        var freed = batch.Entries.Count == 0 ? [] : await CallTable.FreedAsync(connection, batch.Entries, cancellationToken);
        var counted = freed.SelectMany(static c => c.Budgets.Select(budget => new BudgetMove(budget, default(Spending) - c.AtMostMore, default)));
        var moves = InOrder(batch.Moves.Concat(counted), static m => m.Window).ToList();
        var isHeld = batch.Tenure == Tenure;
        await using (var writing = new NpgsqlBatch(connection, transaction))
        {
            foreach (var entry in batch.Entries)
                CallTable.Add(writing, entry, node);
            foreach (var move in moves)
            {
                BudgetTable.AddSpent(writing, move.Window, move.Spent, now);
                if (isHeld && !move.Released.IsZero)
                    BudgetTable.AddReleased(writing, move.Window, node, move.Released);
            }

            if (writing.BatchCommands.Count > 0)
                await writing.ExecuteNonQueryAsync(cancellationToken);
        }

        BudgetWindow[] spent = [.. moves.Where(static m => !m.Spent.IsZero).Select(static m => m.Window)];
        var passed = spent.Length == 0 ? [] : await BudgetTable.AlertAsync(connection, spent, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return passed;
    }

    private async ValueTask<IReadOnlyList<BudgetGrant>> ClaimAsync(long node, IReadOnlyList<BudgetClaim> claims, CancellationToken cancellationToken)
    {
        bool isNew;
        lock (_gate)
            isNew = _isLost || node != _node;
        var grants = await database.DoAsync((c, token) => ClaimAsync(c, node, isNew, claims, token), cancellationToken);
        lock (_gate)
        {
            if (isNew)
                (_node, _tenure, _isLost) = (node, _tenure + 1, false);
            return [.. grants.Select(grant => grant with { Tenure = _tenure })];
        }
    }

    private async ValueTask<BudgetGrant[]> ClaimAsync(
        NpgsqlConnection connection, long node, bool isNew, IReadOnlyList<BudgetClaim> claims, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await FenceAsync(connection, node, cancellationToken);
        if (isNew)
            await BudgetTable.DropAsync(connection, node, cancellationToken);
        if (!_isTidy)
            await TidyAsync(connection, cancellationToken);
        var grants = new BudgetGrant[claims.Count];
        foreach (var (index, claim) in InOrder(claims.Index(), static c => c.Item.Window))
            grants[index] = await ClaimAsync(connection, node, claim, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _isTidy = true;
        return grants;
    }

    private async ValueTask<BudgetGrant> ClaimAsync(NpgsqlConnection connection, long node, BudgetClaim claim, CancellationToken cancellationToken)
    {
        await BudgetTable.TakeAsync(connection, claim, database.Time.GetUtcNow(), cancellationToken);
        while (true)
        {
            var standing = await BudgetTable.FindAsync(connection, claim.Window, cancellationToken);
            var granted = claim.GrantFrom(standing.Limit.Amount - standing.Spent - standing.Held);
            if (granted.IsZero && await SettleDeadAsync(connection, cancellationToken))
                continue;
            if (!granted.IsZero)
                await BudgetTable.HoldAsync(connection, claim.Window, node, granted, cancellationToken);
            return new BudgetGrant(granted, standing with { Held = standing.Held + granted });
        }
    }

    private async ValueTask SettleDeadAsync(CancellationToken cancellationToken) => await database.DoAsync(
        async (connection, token) =>
        {
            if ((await BudgetTable.DeadAsync(connection, token)).Count == 0)
                return false;
            await using var transaction = await connection.BeginTransactionAsync(token);
            var settled = await SettleDeadAsync(connection, token);
            await transaction.CommitAsync(token);
            return settled;
        },
        cancellationToken);

    /// <summary>Frees what buried nodes held; their calls under way count as spent, at the most. False when there was nothing.</summary>
    private async ValueTask<bool> SettleDeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var dead = await BudgetTable.DeadAsync(connection, cancellationToken);
        foreach (var node in dead)
        {
            // Of several that settle for the same node at once, each call comes back to one.
            var calls = await CallTable.FreeAsync(connection, node, cancellationToken);
            await using var spending = new NpgsqlBatch(connection);
            foreach (var (budget, amount) in InOrder(calls.SelectMany(static c => c.Budgets.Select(budget => (budget, c.AtMostMore))), static s => s.budget))
                BudgetTable.AddSpent(spending, budget, amount, database.Time.GetUtcNow());
            if (spending.BatchCommands.Count > 0)
                await spending.ExecuteNonQueryAsync(cancellationToken);
            await BudgetTable.DropAsync(connection, node, cancellationToken);
        }

        return dead.Count > 0;
    }

    /// <summary>Once in the life of a process: settles for the dead, and removes what is old.</summary>
    private async ValueTask TidyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await SettleDeadAsync(connection, cancellationToken);
        var now = database.Time.GetUtcNow();
        await using var forgetting = new NpgsqlBatch(connection);
        forgetting.Add("DELETE FROM axle.model_calls WHERE at < $1 AND owner IS NULL", Sql.Of(now - CallsAreKept));
        forgetting.Add("DELETE FROM axle.model_budgets WHERE changed_at < $1", Sql.Of(now - CallsAreKept));
        forgetting.Add("DELETE FROM axle.model_writers WHERE at < $1", Sql.Of(now - TimeSpan.FromDays(1)));
        await forgetting.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Rows are always taken in the same order: nobody waits for somebody who waits for them.</summary>
    private static IOrderedEnumerable<T> InOrder<T>(IEnumerable<T> some, Func<T, BudgetWindow> of) =>
        some.OrderBy(s => of(s).Budget, StringComparer.Ordinal).ThenBy(s => of(s).Window, StringComparer.Ordinal);

    private static async ValueTask FenceAsync(NpgsqlConnection connection, long node, CancellationToken cancellationToken)
    {
        await using var fencing = connection.Command("SELECT axle.fence($1)", Sql.Of(node));
        await fencing.ExecuteNonQueryAsync(cancellationToken);
    }
}
