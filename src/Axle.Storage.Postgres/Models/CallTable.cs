using System.Globalization;
using Axle.Models;
using Axle.Models.Ledger;
using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Models;

/// <summary>Table <c>model_calls</c>: what every call consumed and cost.</summary>
internal static class CallTable
{
    private const string Columns =
        "id, at, outcome, owner, tenant, user_id, session, run, step, agent, provider, model, input, output, cache_read, cache_write, cache_write_long, reasoning, " +
        "audio_input, audio_output, image_output, server_tools, unknown, usd_input, usd_cache, usd_output, usd_tools, more_usd, more_tokens, more_calls, unpriced, budgets";

    private static readonly string Put =
        $"INSERT INTO axle.model_calls ({Columns}) VALUES ({string.Join(", ", Enumerable.Range(1, 32).Select(static i => $"${i}"))}) ON CONFLICT (id) DO UPDATE SET " +
        string.Join(", ", Columns.Split(", ").Skip(1).Select(static c => $"{c} = excluded.{c}"));

    private const string Free = $"""
        UPDATE axle.model_calls SET outcome = 'interrupted', owner = NULL WHERE owner = $1
        RETURNING {Columns}
        """;

    // What was written as settled names no budgets.
    private const string Freed = $"""
        SELECT {Columns} FROM axle.model_calls WHERE id = ANY ($1) AND outcome = 'interrupted' AND budgets IS NOT NULL ORDER BY id FOR UPDATE
        """;

    /// <summary>Writes a call; one that is there is replaced.</summary>
    /// <param name="batch">Where it is written with.</param>
    /// <param name="entry">The call.</param>
    /// <param name="node">The node that makes it, while it is open.</param>
    public static void Add(NpgsqlBatch batch, LedgerEntry entry, long node)
    {
        var (usage, scope, cost) = (entry.Usage, entry.Scope, entry.Cost);
        batch.Add(
            Put,
            Sql.Of(entry.Id), Sql.Of(entry.At), Sql.Of(StoredCall.NameOf(entry.Outcome)), Sql.Of(entry.Outcome == CallOutcome.Open ? node : (long?)null),
            Sql.OfName(scope.Tenant), Sql.OfName(scope.User), Sql.OfName(scope.Session), Sql.OfName(scope.Run), Sql.OfName(scope.Step), Sql.OfName(scope.Agent),
            Sql.OfName(entry.Provider), Sql.OfName(entry.Model),
            Sql.Of(usage.InputTokens), Sql.Of(usage.OutputTokens), Sql.Of(usage.CachedInputTokens), Sql.Of(usage.CacheWriteTokens),
            Sql.Of(usage.LongCacheWriteTokens), Sql.Of(usage.ReasoningTokens), Sql.Of(usage.AudioInputTokens), Sql.Of(usage.AudioOutputTokens),
            Sql.Of(usage.ImageOutputTokens), Sql.OfName(StoredCall.Text(usage.ServerTools)), Sql.OfName(StoredCall.Text(usage.Unknown)),
            Sql.Of(cost.Input.ToStored()), Sql.Of(cost.Cache.ToStored()), Sql.Of(cost.Output.ToStored()), Sql.Of(cost.Tools.ToStored()),
            Sql.Of(entry.AtMostMore.Usd.ToStored()), Sql.Of(entry.AtMostMore.Tokens), Sql.Of(entry.AtMostMore.Calls),
            Sql.OfName(StoredCall.Text(entry.Unpriced)), Sql.OfName(StoredCall.Text(entry.Budgets)));
    }

    /// <summary>Calls, newest first.</summary>
    public static async ValueTask<IReadOnlyList<LedgerEntry>> ListAsync(NpgsqlConnection connection, LedgerQuery query, CancellationToken cancellationToken)
    {
        var filter = new CallFilter(query);
        return await connection.Command($"SELECT {Columns} FROM axle.model_calls{filter.Where} ORDER BY id DESC LIMIT {filter.Limit}", filter.Values)
            .ListAsync(Read, cancellationToken);
    }

    /// <summary>Sums of calls, exact.</summary>
    public static async ValueTask<IReadOnlyList<LedgerSum>> SumAsync(NpgsqlConnection connection, LedgerQuery query, CancellationToken cancellationToken)
    {
        var key = query.By switch
        {
            LedgerGroup.Provider => "provider",
            LedgerGroup.Model => "provider || '/' || model",
            LedgerGroup.Tenant => "coalesce(tenant, '')",
            LedgerGroup.User => "coalesce(user_id, '')",
            LedgerGroup.Session => "coalesce(session, '')",
            LedgerGroup.Run => "coalesce(run, '')",
            LedgerGroup.Step => "coalesce(step, '')",
            LedgerGroup.Agent => "coalesce(agent, '')",
            LedgerGroup.Day => "(at / 864000000000)::text",
            _ => "''::text",
        };
        var order = query.By == LedgerGroup.Day ? "1" : "sum(usd_input) + sum(usd_cache) + sum(usd_output) + sum(usd_tools) DESC, 1";
        var filter = new CallFilter(query);
        var sql = $"""
            SELECT {key} COLLATE "C", count(*), count(*) FILTER (WHERE outcome <> 'succeeded'), count(unpriced), sum(input)::bigint, sum(cache_read)::bigint,
                sum(cache_write + cache_write_long)::bigint, sum(output)::bigint, sum(reasoning)::bigint, sum(usd_input), sum(usd_cache), sum(usd_output),
                sum(usd_tools), sum(more_usd), string_agg(DISTINCT unpriced, ' ')
            FROM axle.model_calls{filter.Where} GROUP BY 1 ORDER BY {order} LIMIT {filter.Limit}
            """;
        return await connection.Command(sql, filter.Values).ListAsync(r => ReadSum(r, query.By), cancellationToken);
    }

    /// <summary>Ends the calls of a dead node that were under way, as interrupted.</summary>
    /// <returns>The calls.</returns>
    public static ValueTask<List<LedgerEntry>> FreeAsync(NpgsqlConnection connection, long dead, CancellationToken cancellationToken) =>
        connection.Command(Free, Sql.Of(dead)).ListAsync(Read, cancellationToken);

    /// <summary>The calls among these that were taken for those of a dead node, and counted as such. They are taken until the transaction ends.</summary>
    public static ValueTask<List<LedgerEntry>> FreedAsync(NpgsqlConnection connection, IEnumerable<LedgerEntry> entries, CancellationToken cancellationToken) =>
        connection.Command(Freed, Sql.Of(entries.Select(static e => e.Id).ToArray())).ListAsync(Read, cancellationToken);

    /// <summary>Forgets whom calls were for; budgets of calls under way are still to be settled.</summary>
    public static ValueTask<int> ForgetUserAsync(
        NpgsqlConnection connection, string tenant, string user, string pseudonym, CancellationToken cancellationToken) => connection.RunAsync(
        """
        UPDATE axle.model_calls SET user_id = $3, session = NULL, budgets = CASE WHEN owner IS NULL THEN NULL ELSE budgets END
        WHERE user_id = $2 AND coalesce(tenant, 'default') = $1
        """,
        cancellationToken,
        Sql.Of(tenant), Sql.Of(user), Sql.Of(pseudonym));

    private static LedgerEntry Read(NpgsqlDataReader r) => new(
        r.GetGuid(0),
        r.Time(1),
        new Scope
        {
            Tenant = r.TextOrNull(4),
            User = r.TextOrNull(5),
            Session = r.TextOrNull(6),
            Run = r.TextOrNull(7),
            Step = r.TextOrNull(8),
            Agent = r.TextOrNull(9),
        },
        r.GetString(10),
        r.GetString(11))
    {
        Outcome = StoredCall.OutcomeOf(r.GetString(2)),
        Usage = new ModelUsage(r.GetInt64(12), r.GetInt64(13), r.GetInt64(14))
        {
            CacheWriteTokens = r.GetInt64(15),
            LongCacheWriteTokens = r.GetInt64(16),
            ReasoningTokens = r.GetInt64(17),
            AudioInputTokens = r.GetInt64(18),
            AudioOutputTokens = r.GetInt64(19),
            ImageOutputTokens = r.GetInt64(20),
            ServerTools = StoredCall.Counts(r.TextOrNull(21)),
            Unknown = StoredCall.Counts(r.TextOrNull(22)),
            IsMissing = StoredCall.IsMissing(r.TextOrNull(30)),
        },
        Cost = new CostSplit(
            StoredMoney.Read(r.GetInt64(23)), StoredMoney.Read(r.GetInt64(24)), StoredMoney.Read(r.GetInt64(25)), StoredMoney.Read(r.GetInt64(26))),
        AtMostMore = r.ReadSpending(27),
        Unpriced = StoredCall.Unpriced(r.TextOrNull(30)),
        Budgets = StoredCall.Budgets(r.TextOrNull(31)),
    };

    private static LedgerSum ReadSum(NpgsqlDataReader r, LedgerGroup by) => new(by == LedgerGroup.Day ? DayOf(r.GetString(0)) : r.GetString(0))
    {
        Calls = r.GetInt64(1),
        Unfinished = r.GetInt64(2),
        Unpriced = r.GetInt64(3),
        InputTokens = r.GetInt64(4),
        CachedInputTokens = r.GetInt64(5),
        CacheWriteTokens = r.GetInt64(6),
        OutputTokens = r.GetInt64(7),
        ReasoningTokens = r.GetInt64(8),
        Cost = new CostSplit(
            StoredMoney.Read(r.GetDecimal(9)), StoredMoney.Read(r.GetDecimal(10)), StoredMoney.Read(r.GetDecimal(11)), StoredMoney.Read(r.GetDecimal(12))),
        AtMostMore = StoredMoney.Read(r.GetDecimal(13)),
        UnpricedParts = [.. StoredCall.Unpriced(r.TextOrNull(14))],
    };

    private static string DayOf(string number) =>
        new DateTime(long.Parse(number, CultureInfo.InvariantCulture) * TimeSpan.TicksPerDay, DateTimeKind.Utc).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
