using System.Collections.Immutable;
using Axle.Storage.Postgres.Database;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Ownership;

/// <summary>Table <c>nodes</c>, for people: who is there, and what for.</summary>
internal static class NodeTable
{
    private const string List = """
        SELECT n.name, n.roles, n.pools, n.version, n.since, clock_timestamp() - n.beat_at, n.beat_at >= clock_timestamp() - n.lease,
            n.making, n.waiting, n.draining, (SELECT count(*) FROM axle.runs r WHERE r.owner = n.id)
        FROM axle.nodes n ORDER BY n.since, n.id
        """;

    public static async ValueTask<IReadOnlyList<NodeRow>> ListAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.Command(List).ListAsync(
            static r => new NodeRow(
                r.GetString(0), new NodeDescription(Words(r.GetString(1)), Words(r.GetString(2)), r.GetString(3)),
                new DateTimeOffset(r.GetDateTime(4)), r.GetTimeSpan(5), r.GetBoolean(6),
                new NodeActivity(r.GetInt32(7), r.GetInt32(8), r.GetBoolean(9)), r.GetInt64(10)),
            cancellationToken);

    /// <summary>Words as one column has them.</summary>
    public static string Text(ImmutableArray<string> words) => string.Join(',', words);

    private static ImmutableArray<string> Words(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries)];
}
