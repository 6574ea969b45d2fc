using Axle.Identity.Keys;
using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Identity;

/// <summary>Table <c>api_keys</c>. Revoked keys stay, so that the audit log's ids mean something.</summary>
internal static class ApiKeyTable
{
    private const string Columns = "id, user_id, tenant, name, secret, permissions, created_at, expires_at, used_at, revoked_at";

    public static ValueTask<int> AddAsync(NpgsqlConnection connection, ApiKey key, CancellationToken cancellationToken) => connection.RunAsync(
        $"INSERT INTO axle.api_keys ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", cancellationToken,
        Sql.Of(key.Id), Sql.Of(key.User), Sql.Of(key.Tenant), Sql.Of(key.Name), Sql.Of(key.SecretHash), Sql.Of(string.Join(' ', key.Permissions)),
        Sql.Of(key.CreatedAt), Sql.Of(key.ExpiresAt), Sql.Of(key.UsedAt), Sql.Of(key.RevokedAt));

    public static async ValueTask<ApiKey?> FindAsync(NpgsqlConnection connection, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken) =>
        await connection.Command($"SELECT {Columns} FROM axle.api_keys WHERE secret = $1", Sql.Of(secret)).ListAsync(Read, cancellationToken)
            is [var key] ? key : null;

    public static async ValueTask<IReadOnlyList<ApiKey>> ListAsync(
        NpgsqlConnection connection, string tenant, string? user, int limit, CancellationToken cancellationToken) => await connection.Command(
        $"SELECT {Columns} FROM axle.api_keys WHERE tenant = $1 AND ($2 IS NULL OR user_id = $2) ORDER BY created_at DESC, id LIMIT $3",
        Sql.Of(tenant), Sql.Of(user), Sql.Of((long)limit)).ListAsync(Read, cancellationToken);

    public static ValueTask<int> TouchAsync(NpgsqlConnection connection, string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.RunAsync("UPDATE axle.api_keys SET used_at = greatest(used_at, $2) WHERE id = $1", cancellationToken, Sql.Of(id), Sql.Of(now));

    public static async ValueTask<bool> RevokeAsync(
        NpgsqlConnection connection, string tenant, string? user, string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await connection.RunAsync(
            "UPDATE axle.api_keys SET revoked_at = $4 WHERE tenant = $1 AND ($2 IS NULL OR user_id = $2) AND id = $3 AND revoked_at IS NULL", cancellationToken,
            Sql.Of(tenant), Sql.Of(user), Sql.Of(id), Sql.Of(now)) == 1;

    private static ApiKey Read(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.Bytes(4), ApiKey.ReadPermissions(r.GetString(5)), r.Time(6), r.Time(7))
    {
        UsedAt = r.TimeOrNull(8),
        RevokedAt = r.TimeOrNull(9),
    };
}
