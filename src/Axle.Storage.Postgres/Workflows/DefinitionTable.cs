using Axle.Storage.Postgres.Database;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Table <c>workflows</c>: definitions by hash. They stay when their runs are removed: the next run may need them.</summary>
internal static class DefinitionTable
{
    private const string Insert = "INSERT INTO axle.workflows (hash, name, version, definition) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    private const string Find = "SELECT hash, name, version, definition FROM axle.workflows WHERE hash = $1";

    /// <summary>Looks at each name once, however many definitions have it.</summary>
    private const string Names = """
        WITH RECURSIVE names (name) AS (
            SELECT min(name) FROM axle.workflows
            UNION ALL SELECT (SELECT min(w.name) FROM axle.workflows w WHERE w.name > n.name) FROM names n WHERE n.name IS NOT NULL
        )
        SELECT name FROM names WHERE strpos(lower(name), $1) > 0 AND name = coalesce($2, name)
        """;

    /// <summary>Names of workflows that have a text in them, letter case ignored.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="text">The text.</param>
    /// <param name="only">The only one that is wanted; null for all.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async ValueTask<IReadOnlyList<string>> NamesAsync(
        NpgsqlConnection connection, string text, string? only, CancellationToken cancellationToken) =>
        await connection.Command(Names, Sql.Of(text.ToLowerInvariant()), Sql.Of(only)).ListAsync(static r => r.GetString(0), cancellationToken);

    public static async ValueTask<int> SaveAsync(NpgsqlConnection connection, StoredDefinition definition, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            Insert, Sql.Of(definition.Hash), Sql.Of(definition.Name), Sql.Of(definition.Version), Sql.Of(definition.Json));
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async ValueTask<StoredDefinition?> FindAsync(NpgsqlConnection connection, string hash, CancellationToken cancellationToken) =>
        (await connection.Command(Find, Sql.Of(hash)).ListAsync(
            static r => new StoredDefinition(r.GetString(0), r.GetString(1), r.TextOrNull(2), r.GetString(3)), cancellationToken)).FirstOrDefault();
}
