using System.Collections.Immutable;
using System.Globalization;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Models;

/// <summary>Sums over table <c>model_calls</c>, made by SQLite in whole numbers.</summary>
internal sealed class CallSums(SqliteLink link) : IDisposable
{
    private readonly Dictionary<LedgerGroup, Statement> _statements = [];

    public List<LedgerSum> Sum(LedgerQuery query)
    {
        if (!_statements.TryGetValue(query.By, out var statement))
            _statements[query.By] = statement = new Statement(link, Sql(query.By));
        using var rows = CallFilter.Query(statement, query);
        var sums = new List<LedgerSum>();
        while (rows.Read())
            sums.Add(Read(rows, query.By));
        return sums;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
    }

    private static string Sql(LedgerGroup by)
    {
        var key = by switch
        {
            LedgerGroup.Provider => "provider",
            LedgerGroup.Model => "provider || '/' || model",
            LedgerGroup.Tenant => "coalesce(tenant, '')",
            LedgerGroup.User => "coalesce(user, '')",
            LedgerGroup.Session => "coalesce(session, '')",
            LedgerGroup.Run => "coalesce(run, '')",
            LedgerGroup.Step => "coalesce(step, '')",
            LedgerGroup.Agent => "coalesce(agent, '')",
            LedgerGroup.Day => "at / 864000000000",
            _ => "''",
        };
        var order = by == LedgerGroup.Day ? "1" : "sum((usd_input + usd_cache + usd_output + usd_tools) / 1000000) DESC, 1";
        return $"""
            SELECT {key}, count(*), sum(outcome <> 'succeeded'), sum(unpriced IS NOT NULL), sum(input), sum(cache_read), sum(cache_write + cache_write_long),
                sum(output), sum(reasoning), {MoneyColumns.Sum("usd_input")}, {MoneyColumns.Sum("usd_cache")}, {MoneyColumns.Sum("usd_output")},
                {MoneyColumns.Sum("usd_tools")}, {MoneyColumns.Sum("more_usd")}, group_concat(DISTINCT unpriced)
            FROM model_calls WHERE {CallFilter.Sql} GROUP BY 1 ORDER BY {order} LIMIT ?7
            """;
    }

    private static LedgerSum Read(SqlRows r, LedgerGroup by)
    {
        var key = by == LedgerGroup.Day
            ? new DateTime(r.Int64(0) * TimeSpan.TicksPerDay, DateTimeKind.Utc).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : r.Text(0);
        return new LedgerSum(key)
        {
            Calls = r.Int64(1),
            Unfinished = r.Int64(2),
            Unpriced = r.Int64(3),
            InputTokens = r.Int64(4),
            CachedInputTokens = r.Int64(5),
            CacheWriteTokens = r.Int64(6),
            OutputTokens = r.Int64(7),
            ReasoningTokens = r.Int64(8),
            Cost = new CostSplit(Money(r, 9), Money(r, 11), Money(r, 13), Money(r, 15)),
            AtMostMore = Money(r, 17),
            UnpricedParts = r.TextOrNull(19)?.Split(' ', ',').ToImmutableSortedSet() ?? [],
        };
    }

    private static decimal Money(SqlRows rows, int column) => StoredMoney.Read(rows.Int64(column), rows.Int64(column + 1));
}
