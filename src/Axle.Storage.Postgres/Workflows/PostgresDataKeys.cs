using Axle.Storage.Postgres.Database;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Table <c>tenant_keys</c>: the wrapped data keys of tenants. The row of a destroyed key stays, without the key.</summary>
/// <param name="database">The database.</param>
internal sealed class PostgresDataKeys(PostgresDatabase database) : IDataKeyStore
{
    private const string List = "SELECT id, tenant, number, wrapped, created_at, destroyed_at FROM axle.tenant_keys ORDER BY tenant, number";

    private const string Add = """
        INSERT INTO axle.tenant_keys (id, tenant, number, wrapped, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant, number) DO NOTHING
        """;

    private const string IsThere = "SELECT EXISTS (SELECT 1 FROM axle.tenant_keys WHERE id = $1)";
    private const string Rewrap = "UPDATE axle.tenant_keys SET wrapped = $2 WHERE id = $1 AND wrapped = $3 AND destroyed_at IS NULL";
    private const string Destroy = "UPDATE axle.tenant_keys SET wrapped = '', destroyed_at = $2 WHERE tenant = $1 AND destroyed_at IS NULL";

    /// <summary>Rewrites the small table: else the old rows stay in its file until they are written over.</summary>
    private const string Sweep = "VACUUM FULL axle.tenant_keys";

    /// <inheritdoc/>
    public IReadOnlyList<StoredDataKey> ListKeys() => database.Do(static connection =>
    {
        using var command = connection.Command(List);
        using var rows = command.ExecuteReader();
        var keys = new List<StoredDataKey>();
        while (rows.Read())
            keys.Add(new StoredDataKey(rows.GetString(0), rows.GetString(1), rows.GetInt32(2), rows.Bytes(3), rows.Time(4), rows.TimeOrNull(5)));
        return keys;
    });

    /// <inheritdoc/>
    public ValueTask<bool> AddKeyAsync(StoredDataKey key, CancellationToken cancellationToken) => database.DoAsync(async (connection, token) =>
    {
        await RunAsync(connection, Add, [Sql.Of(key.Id), Sql.Of(key.Tenant), Sql.Of(key.Number), Sql.Of(key.Wrapped), Sql.Of(key.CreatedAt)], token);
        // Asked for by name: a try before this one may have added it, and lost the answer.
        await using var asking = connection.Command(IsThere, Sql.Of(key.Id));
        return (bool)(await asking.ExecuteScalarAsync(token))!;
    }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RewrapKeyAsync(StoredDataKey key, ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken) => database.DoAsync(
        async (connection, token) => await RunAsync(connection, Rewrap, [Sql.Of(key.Id), Sql.Of(wrapped), Sql.Of(key.Wrapped)], token) == 1, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<int> DestroyKeysAsync(string tenant, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var destroyed = await database.DoAsync((connection, token) => RunAsync(connection, Destroy, [Sql.Of(tenant), Sql.Of(at)], token), cancellationToken);
        await database.DoAsync((connection, token) => RunAsync(connection, Sweep, [], token), cancellationToken);
        return destroyed;
    }

    private static async ValueTask<int> RunAsync(NpgsqlConnection connection, string sql, NpgsqlParameter[] values, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
