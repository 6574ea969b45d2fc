using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Models;

/// <summary>
/// Tables <c>model_budgets</c> and <c>model_holds</c>: what each budget allows, what was spent of it, and what each node holds of it. Whoever grants or
/// spends has the budget's row, so that nobody else grants meanwhile.
/// </summary>
internal static class BudgetTable
{
    private const string Columns =
        "b.budget, b.period, b.limit_usd, b.limit_tokens, b.limit_calls, b.raised_usd, b.raised_tokens, b.raised_calls, b.is_raised, b.spent_usd, b.spent_tokens, " +
        "b.spent_calls, b.alert_at, b.alerted, b.changed_at";

    private const string HeldOf = """
        coalesce(sum(h.usd), 0)::bigint, coalesce(sum(h.tokens), 0)::bigint, coalesce(sum(h.calls), 0)::bigint
        FROM axle.model_holds h WHERE h.budget = b.budget AND h.period = b.period
        """;

    private const string Claim = $"""
        INSERT INTO axle.model_budgets AS b (budget, period, limit_usd, limit_tokens, limit_calls, spent_usd, spent_tokens, spent_calls, alert_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (budget, period) DO UPDATE SET
            limit_usd = excluded.limit_usd, limit_tokens = excluded.limit_tokens, limit_calls = excluded.limit_calls, alert_at = excluded.alert_at,
            changed_at = excluded.changed_at
        """;

    private const string Find = $"""
        SELECT {Columns}, held.* FROM axle.model_budgets b CROSS JOIN LATERAL (SELECT {HeldOf}) held WHERE b.budget = $1 AND b.period = $2
        """;

    // What a node holds that is silent counts for nothing in what people see: it is as good as dead.
    private const string Newest = $"""
        SELECT {Columns}, held.* FROM axle.model_budgets b CROSS JOIN LATERAL (SELECT {HeldOf}
            AND EXISTS (SELECT 1 FROM axle.nodes n WHERE n.id = h.owner AND n.beat_at >= clock_timestamp() - n.lease)) held
        ORDER BY b.changed_at DESC, b.budget LIMIT $1
        """;

    private const string Alerting = $"""
        SELECT {Columns}, held.* FROM axle.model_budgets b CROSS JOIN LATERAL (SELECT {HeldOf}) held
        WHERE NOT b.alerted AND (b.budget, b.period) IN (SELECT * FROM unnest($1::text[], $2::text[]))
        """;

    private const string Spend = """
        UPDATE axle.model_budgets SET spent_usd = spent_usd + $3, spent_tokens = spent_tokens + $4, spent_calls = spent_calls + $5, changed_at = $6
        WHERE budget = $1 AND period = $2
        """;

    private const string Raise = """
        INSERT INTO axle.model_budgets AS b (budget, period, raised_usd, raised_tokens, raised_calls, is_raised, changed_at) VALUES ($1, $2, $3, $4, $5, true, $6)
        ON CONFLICT (budget, period) DO UPDATE SET
            raised_usd = coalesce(excluded.raised_usd, b.raised_usd), raised_tokens = coalesce(excluded.raised_tokens, b.raised_tokens),
            raised_calls = coalesce(excluded.raised_calls, b.raised_calls), is_raised = true, alerted = false, changed_at = excluded.changed_at
        """;

    private const string Hold = """
        INSERT INTO axle.model_holds AS h (budget, period, owner, usd, tokens, calls) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (budget, period, owner) DO UPDATE SET usd = h.usd + excluded.usd, tokens = h.tokens + excluded.tokens, calls = h.calls + excluded.calls
        """;

    private const string Release = """
        UPDATE axle.model_holds SET usd = greatest(0, usd - $4), tokens = greatest(0, tokens - $5), calls = greatest(0, calls - $6)
        WHERE budget = $1 AND period = $2 AND owner = $3
        """;

    private const string Dead = """
        SELECT owner FROM (SELECT owner FROM axle.model_holds UNION SELECT owner FROM axle.model_calls WHERE owner IS NOT NULL) o
        WHERE NOT EXISTS (SELECT 1 FROM axle.nodes n WHERE n.id = o.owner)
        """;

    /// <summary>Notes what is configured, and takes the budget's row until the transaction ends.</summary>
    public static async ValueTask TakeAsync(NpgsqlConnection connection, BudgetClaim claim, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            Claim, Sql.OfName(claim.Window.Budget), Sql.OfName(claim.Window.Window), Sql.Of(claim.Limit.Usd.ToStored()), Sql.Of(claim.Limit.Tokens),
            Sql.Of(claim.Limit.Calls), Sql.Of(claim.SpentBefore.Usd.ToStored()), Sql.Of(claim.SpentBefore.Tokens), Sql.Of(claim.SpentBefore.Calls),
            Sql.Of((long)(claim.AlertAt * 1000)), Sql.Of(now));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A budget that was taken.</summary>
    public static async ValueTask<BudgetStanding> FindAsync(NpgsqlConnection connection, BudgetWindow budget, CancellationToken cancellationToken) =>
        (await connection.Command(Find, Sql.OfName(budget.Budget), Sql.OfName(budget.Window)).ListAsync(Read, cancellationToken))[0].Standing;

    /// <summary>Budgets, those that changed last first.</summary>
    public static async ValueTask<IReadOnlyList<BudgetStanding>> ListAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken) =>
        (await connection.Command(Newest, Sql.Of((long)limit)).ListAsync(Read, cancellationToken)).ConvertAll(static row => row.Standing);

    /// <summary>A node holds more.</summary>
    public static async ValueTask HoldAsync(
        NpgsqlConnection connection, BudgetWindow budget, long node, Spending amount, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            Hold, Sql.OfName(budget.Budget), Sql.OfName(budget.Window),
            Sql.Of(node), Sql.Of(amount.Usd.ToStored()), Sql.Of(amount.Tokens), Sql.Of(amount.Calls));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A node holds nothing any more.</summary>
    public static async ValueTask DropAsync(NpgsqlConnection connection, long node, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("DELETE FROM axle.model_holds WHERE owner = $1", Sql.Of(node));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Adds what was spent of a budget.</summary>
    public static void AddSpent(NpgsqlBatch batch, BudgetWindow budget, Spending spent, DateTimeOffset now) => batch.Add(
        Spend, Sql.OfName(budget.Budget), Sql.OfName(budget.Window), Sql.Of(spent.Usd.ToStored()), Sql.Of(spent.Tokens), Sql.Of(spent.Calls), Sql.Of(now));

    /// <summary>Adds what a node gives back.</summary>
    public static void AddReleased(NpgsqlBatch batch, BudgetWindow budget, long node, Spending amount) => batch.Add(
        Release, Sql.OfName(budget.Budget), Sql.OfName(budget.Window),
        Sql.Of(node), Sql.Of(amount.Usd.ToStored()), Sql.Of(amount.Tokens), Sql.Of(amount.Calls));

    /// <summary>The budgets among these that have passed the share at which their owners want to know, each once.</summary>
    public static async ValueTask<List<BudgetStanding>> AlertAsync(
        NpgsqlConnection connection, IReadOnlyList<BudgetWindow> spent, CancellationToken cancellationToken)
    {
        var (budgets, periods) = (spent.Select(static b => b.Budget.Replace('\0', '\uFFFD')).ToArray(), spent.Select(static b => b.Window).ToArray());
        var rows = await connection.Command(Alerting, Sql.Of(budgets), Sql.Of(periods)).ListAsync(Read, cancellationToken);
        var passed = rows.Where(static row => row.Standing.Limit.ShareOf(row.Standing.Spent) >= row.AlertAt).Select(static row => row.Standing).ToList();
        foreach (var standing in passed)
        {
            await using var command = connection.Command(
                "UPDATE axle.model_budgets SET alerted = true WHERE budget = $1 AND period = $2", Sql.OfName(standing.Window.Budget), Sql.OfName(standing.Window.Window));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return passed;
    }

    /// <summary>Raises the limit; what is null stays.</summary>
    public static async ValueTask<int> RaiseAsync(
        NpgsqlConnection connection, BudgetWindow budget, SpendingLimit limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            Raise, Sql.OfName(budget.Budget), Sql.OfName(budget.Window), Sql.Of(limit.Usd.ToStored()), Sql.Of(limit.Tokens), Sql.Of(limit.Calls), Sql.Of(now));
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Removes the budgets of a user, and what is held of them.</summary>
    public static async ValueTask ForgetUserAsync(NpgsqlConnection connection, string tenant, string user, CancellationToken cancellationToken)
    {
        var names = await connection.Command("SELECT DISTINCT budget FROM axle.model_budgets").ListAsync(static r => r.GetString(0), cancellationToken);
        string[] own = [.. names.Where(name => BudgetWindow.IsOfUser(name, tenant, user))];
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("DELETE FROM axle.model_holds WHERE budget = ANY ($1)", Sql.Of(own));
        batch.Add("DELETE FROM axle.model_budgets WHERE budget = ANY ($1)", Sql.Of(own));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Nodes that hold something or have calls under way, and are buried.</summary>
    public static ValueTask<List<long>> DeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.Command(Dead).ListAsync(static r => r.GetInt64(0), cancellationToken);

    private static Row Read(NpgsqlDataReader r)
    {
        var isRaised = r.GetBoolean(8);
        var limit = ReadLimit(r, 2).RaisedTo(isRaised ? ReadLimit(r, 5) : null);
        var standing = new BudgetStanding(new BudgetWindow(r.GetString(0), r.GetString(1)), limit, r.ReadSpending(9), r.ReadSpending(15))
        {
            IsRaised = isRaised,
            ChangedAt = r.Time(14),
        };
        return new Row(standing, r.GetInt64(12) / 1000m);
    }

    private static SpendingLimit ReadLimit(NpgsqlDataReader r, int column) => new(
        r.Int64OrNull(column) is { } usd ? StoredMoney.Read(usd) : null, r.Int64OrNull(column + 1), r.Int64OrNull(column + 2));

    private sealed record Row(BudgetStanding Standing, decimal AlertAt);
}
