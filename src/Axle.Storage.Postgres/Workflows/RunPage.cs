using System.Globalization;
using System.Text;
using Axle.Storage.Postgres.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>The query that picks the runs of a list, newest first, off indexes alone where they have what is asked for; and its parameters.</summary>
internal sealed class RunPage
{
    /// <summary>Workflows of which each is asked for its newest.</summary>
    private const int MostNames = 100;

    private readonly List<NpgsqlParameter> _values = [];
    private readonly string _limit;
    private readonly string? _statuses;
    private readonly string _conditions;

    /// <param name="query">Which runs.</param>
    /// <param name="names">Workflows that have the text in their names that is looked for.</param>
    public RunPage(RunQuery query, IReadOnlyList<string> names)
    {
        string[] statuses = [.. query.Statuses.Select(StatusNames.Name).Distinct()];
        _limit = Parameter(Sql.Of(query.Limit));
        _statuses = statuses.Length < 2 ? null : Parameter(Sql.Of(statuses));
        _conditions = Conditions(query) + (statuses.Length == 1 ? $" AND x.status = {Parameter(Sql.Of(statuses[0]))}" : "");
        Text = query.Search is null ? Newest("") : string.Join(" UNION ", Found(query, [.. names]));
    }

    /// <summary>A query of <c>run_id</c> and <c>created_at</c>: the newest of each part, without order among them.</summary>
    public string Text { get; }

    /// <summary>The newest of several come first, and no more than wanted.</summary>
    public string Order => $" ORDER BY x.created_at DESC, x.run_id DESC LIMIT {_limit}";

    public NpgsqlParameter[] Values => [.. _values];

    /// <summary>Of several statuses each brings its newest, so that every one is read off the index.</summary>
    private string Newest(string condition) => _statuses is null
        ? $"SELECT x.run_id, x.created_at FROM axle.runs x WHERE true{_conditions}{condition}{Order}"
        : $"""
            SELECT x.run_id, x.created_at FROM unnest({_statuses}) wanted CROSS JOIN LATERAL (
                SELECT x.run_id, x.created_at FROM axle.runs x WHERE true{_conditions}{condition} AND x.status = wanted{Order}) x{Order}
            """;

    /// <summary>The newest of workflows whose name has the text, and the newest whose id begins with it.</summary>
    private IEnumerable<string> Found(RunQuery query, string[] names)
    {
        if (names.Length > 0)
            yield return $"({Named(query, names)})";
        if (query.SoughtIds is var (first, end))
            yield return $"({Newest($" AND x.run_id >= {Parameter(Sql.Of(first))} AND x.run_id < {Parameter(Sql.Of(end))}")})";
    }

    /// <summary>
    /// Several workflows bring their newest each. Where something else is asked for, too, the planner knows better what is seldom, the workflows or that.
    /// </summary>
    private string Named(RunQuery query, string[] names) =>
        names.Length == 1 ? Newest($" AND x.workflow = {Parameter(Sql.Of(names[0]))}")
        : names.Length > MostNames || query is not { Tenant: null, Attention: RunAttention.None, Parent: null, Group: null, Statuses.IsEmpty: true }
            ? Newest($" AND x.workflow = ANY({Parameter(Sql.Of(names))})")
            : $"""
                SELECT x.run_id, x.created_at FROM unnest({Parameter(Sql.Of(names))}) w (name)
                CROSS JOIN LATERAL ({Newest(" AND x.workflow = w.name")}) x{Order}
                """;

    private string Parameter(NpgsqlParameter value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    private string Conditions(RunQuery query)
    {
        var sql = new StringBuilder();
        if (query.Workflow is { } workflow)
            sql.Append(" AND x.workflow = ").Append(Parameter(Sql.Of(workflow)));
        if (query.Attention != RunAttention.None)
            sql.Append(" AND x.attention <> 0 AND (x.attention & ").Append(Parameter(Sql.Of((int)query.Attention))).Append(") <> 0");
        if (query.Parent is { } parent)
            sql.Append(" AND x.parent = ").Append(Parameter(Sql.Of(parent)));
        if (query.Group is { } group)
            sql.Append(" AND x.group_name = ").Append(Parameter(Sql.Of(group)));
        if (query.Tenant is { } tenant)
            sql.Append(" AND coalesce(x.tenant, 'default') = ").Append(Parameter(Sql.Of(tenant)));
        if (query.From is { } from)
            sql.Append(" AND x.created_at >= ").Append(Parameter(Sql.Of(from)));
        if (query.To is { } to)
            sql.Append(" AND x.created_at < ").Append(Parameter(Sql.Of(to)));
        if (query.Before is { } before)
        {
            var last = Parameter(Sql.Of(before));
            sql.Append(CultureInfo.InvariantCulture, $" AND (x.created_at, x.run_id) < (SELECT created_at, run_id FROM axle.runs WHERE run_id = {last})");
        }

        return sql.ToString();
    }
}
