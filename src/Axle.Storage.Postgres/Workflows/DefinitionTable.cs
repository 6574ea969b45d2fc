using Axle.Storage.Postgres.Database;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Table <c>workflows</c>: definitions by hash. They stay when their runs are removed: the next run may need them.</summary>
internal static class DefinitionTable
{
    private const string Insert = "INSERT INTO axle.workflows (hash, name, version, definition) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    private const string Find = "SELECT hash, name, version, definition FROM axle.workflows WHERE hash = $1";

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
