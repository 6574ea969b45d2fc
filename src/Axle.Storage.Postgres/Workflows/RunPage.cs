using System.Globalization;
using System.Text;
using Axle.Storage.Postgres.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>The statement that picks the rows of a list, newest first, and its parameters.</summary>
internal sealed class RunPage
{
    private readonly List<NpgsqlParameter> _values = [];
    private readonly string _limit;
    private readonly string? _statuses;
    private readonly string _conditions;

    public RunPage(RunQuery query)
    {
        _limit = Parameter(Sql.Of(query.Limit));
        _statuses = query.Statuses.IsEmpty ? null : Parameter(Sql.Of(query.Statuses.Select(StatusNames.Name).Distinct().ToArray()));
        _conditions = Conditions(query);
        Text = query.Search is { } search ? Found(Parameter(Sql.Of(search.ToLowerInvariant()))) : Newest("");
    }

    /// <summary>A query of whole rows of <c>runs</c>, without order.</summary>
    public string Text { get; }

    /// <summary>The newest of several come first, and no more than wanted.</summary>
    public string Order => $" ORDER BY x.created_at DESC, x.run_id DESC LIMIT {_limit}";

    public NpgsqlParameter[] Values => [.. _values];

    /// <summary>Of several statuses each brings its newest, so that every one is read off the index.</summary>
    private string Newest(string condition) => _statuses is null
        ? $"SELECT x.* FROM axle.runs x WHERE true{_conditions}{condition}{Order}"
        : $"""
            SELECT x.* FROM unnest({_statuses}) wanted CROSS JOIN LATERAL (
                SELECT x.* FROM axle.runs x WHERE true{_conditions}{condition} AND x.status = wanted{Order}) x{Order}
            """;

    /// <summary>
    /// Workflows whose name has the text bring their newest runs. When they fill the page, ids need to be looked at no further back than it reaches; else
    /// all are, in the index alone.
    /// </summary>
    private string Found(string text) => $"""
        WITH named AS MATERIALIZED (
            SELECT x.* FROM (SELECT DISTINCT name FROM axle.workflows WHERE strpos(lower(name), {text}) > 0) w
            CROSS JOIN LATERAL ({Newest(" AND x.workflow = w.name")}) x{Order}
        ), called AS MATERIALIZED (
            SELECT x.run_id FROM axle.runs x WHERE strpos(x.run_id, {text}) > 0{_conditions}{(_statuses is null ? "" : $" AND x.status = ANY({_statuses})")}
            AND x.created_at >= coalesce((SELECT min(created_at) FROM named HAVING count(*) = {_limit}), 0){Order}
        )
        SELECT * FROM named UNION SELECT x.* FROM called JOIN axle.runs x ON x.run_id = called.run_id
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
