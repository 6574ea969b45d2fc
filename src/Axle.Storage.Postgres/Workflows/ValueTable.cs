using Axle.Storage.Postgres.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Table <c>shared_values</c>: small values that outlive runs.</summary>
internal static class ValueTable
{
    private const string Columns = "SELECT key, value, version, expires_at FROM axle.shared_values";
    private const string Alive = "(expires_at IS NULL OR expires_at > $2)";
    private const string Find = $"{Columns} WHERE space = $1 AND {Alive} AND key = $3";
    private const string List = $"{Columns} WHERE space = $1 AND {Alive} ORDER BY key";

    private const string Spaces = "SELECT DISTINCT space FROM axle.shared_values WHERE expires_at IS NULL OR expires_at > $1 ORDER BY space";

    /// <summary>Writes whatever is there, or only where nothing is.</summary>
    private const string Upsert = """
        INSERT INTO axle.shared_values AS v (space, key, version, value, expires_at) VALUES ($1, $2, 1, $3, $4)
        ON CONFLICT (space, key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at,
            version = CASE WHEN v.expires_at <= $5 THEN 1 ELSE v.version + 1 END
        WHERE $6::bigint IS NULL OR v.expires_at <= $5
        RETURNING version
        """;

    private const string Update = """
        UPDATE axle.shared_values SET value = $3, expires_at = $4, version = version + 1
        WHERE space = $1 AND key = $2 AND version = $6 AND (expires_at IS NULL OR expires_at > $5)
        RETURNING version
        """;

    public static async ValueTask<StoredValue?> FindAsync(
        NpgsqlConnection connection, string space, string key, DateTimeOffset now, StoredForm form, CancellationToken cancellationToken) =>
        (await connection.Command(Find, Sql.Of(space), Sql.Of(now), Sql.Of(key)).ListAsync(r => Read(r, form), cancellationToken))
        .OfType<StoredValue>().FirstOrDefault();

    public static async ValueTask<IReadOnlyList<StoredValue>> ListAsync(
        NpgsqlConnection connection, string space, DateTimeOffset now, StoredForm form, CancellationToken cancellationToken) =>
        [.. (await connection.Command(List, Sql.Of(space), Sql.Of(now)).ListAsync(r => Read(r, form), cancellationToken)).OfType<StoredValue>()];

    public static async ValueTask<IReadOnlyList<string>> SpacesAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken) =>
        await connection.Command(Spaces, Sql.Of(now)).ListAsync(static r => r.GetString(0), cancellationToken);

    /// <summary>Writes a value when its version is the expected one; null when it is not. A value that expired by now, or was erased, is none.</summary>
    public static async ValueTask<long?> PutAsync(
        NpgsqlConnection connection, StoredValue value, string space, long? expected, DateTimeOffset now, StoredForm form, CancellationToken cancellationToken)
    {
        var written = await WriteAsync(connection, value, space, expected, now, form, cancellationToken);
        if (written is not null || expected != 0)
            return written;
        var there = connection.Command(Find, Sql.Of(space), Sql.Of(now), Sql.Of(value.Key));
        var erased = await there.ListAsync(r => form.JsonUnlessErased(r.Bytes(1)) is null ? r.GetInt64(2) : 0, cancellationToken);
        return erased is [> 0 and var version] ? await WriteAsync(connection, value, space, version, now, form, cancellationToken) : null;
    }

    private static async ValueTask<long?> WriteAsync(
        NpgsqlConnection connection, StoredValue value, string space, long? expected, DateTimeOffset now, StoredForm form, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            expected > 0 ? Update : Upsert, Sql.Of(space), Sql.Of(value.Key), Sql.Of(form.Encode(value.Value.Utf8().ToArray(), TenantSpace.TenantOf(space))),
            Sql.Of(value.ExpiresAt), Sql.Of(now), Sql.Of(expected));
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    public static async ValueTask<bool> RemoveAsync(NpgsqlConnection connection, string space, string key, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("DELETE FROM axle.shared_values WHERE space = $1 AND key = $2", Sql.Of(space), Sql.Of(key));
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    public static async ValueTask<int> ForgetAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("DELETE FROM axle.shared_values WHERE expires_at <= $1", Sql.Of(now));
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static StoredValue? Read(NpgsqlDataReader r, StoredForm form) => form.JsonUnlessErased(r.Bytes(1)) is { } json
        ? new StoredValue(r.GetString(0), Payload.FromJson(json.Span), r.GetInt64(2), r.TimeOrNull(3))
        : null;
}
