using Axle.Models.Ledger;
using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Models;

/// <summary>What of the calls a query asks for. Statements that use it take its seven parameters.</summary>
internal static class CallFilter
{
    public const string Sql =
        "(?1 IS NULL OR at >= ?1) AND (?2 IS NULL OR at < ?2) AND (?3 IS NULL OR run = ?3) AND (?4 IS NULL OR user = ?4) AND (?5 IS NULL OR tenant = ?5) AND " +
        "(?6 IS NULL OR session = ?6)";

    public static SqlRows Query(Statement statement, LedgerQuery query) => statement.Query(
        query.Since?.UtcTicks, query.Until?.UtcTicks, query.Run, query.User, query.Tenant, query.Session, (long)query.Limit);
}
