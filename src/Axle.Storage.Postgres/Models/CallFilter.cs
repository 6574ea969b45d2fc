using System.Globalization;
using Axle.Models.Ledger;
using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Models;

/// <summary>What of the calls a query asks for: only conditions that are asked for, so that the planner may use their indexes.</summary>
internal sealed class CallFilter
{
    private readonly List<string> _conditions = [];
    private readonly List<NpgsqlParameter> _values = [];

    public CallFilter(LedgerQuery query)
    {
        Add("at >=", query.Since is { } since ? Sql.Of(since) : null);
        Add("at <", query.Until is { } until ? Sql.Of(until) : null);
        Add("run =", query.Run is { } run ? Sql.Of(run) : null);
        Add("user_id =", query.User is { } user ? Sql.Of(user) : null);
        Add("tenant =", query.Tenant is { } tenant ? Sql.Of(tenant) : null);
        Add("session =", query.Session is { } session ? Sql.Of(session) : null);
        Where = _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions);
        _values.Add(Sql.Of((long)query.Limit));
        Limit = string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    /// <summary>The conditions in SQL, with a blank before; empty for none.</summary>
    public string Where { get; }

    /// <summary>The parameter that holds the limit.</summary>
    public string Limit { get; }

    /// <summary>The parameters.</summary>
    public NpgsqlParameter[] Values => [.. _values];

    private void Add(string condition, NpgsqlParameter? value)
    {
        if (value is null)
            return;
        _values.Add(value);
        _conditions.Add(string.Create(CultureInfo.InvariantCulture, $"{condition} ${_values.Count}"));
    }
}
