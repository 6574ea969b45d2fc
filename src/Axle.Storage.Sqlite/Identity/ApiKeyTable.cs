using Axle.Identity.Keys;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Workflows;

namespace Axle.Storage.Sqlite.Identity;

/// <summary>Table <c>api_keys</c>. Revoked keys stay, so that the audit log's ids mean something.</summary>
internal sealed class ApiKeyTable(SqliteLink link) : IDisposable
{
    private const string Columns = "id, user, tenant, name, secret, permissions, created_at, expires_at, used_at, revoked_at";

    private readonly Statement _insert = new(link, $"INSERT INTO api_keys ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    private readonly Statement _find = new(link, $"SELECT {Columns} FROM api_keys WHERE secret = ?1");

    private readonly Statement _list = new(
        link, $"SELECT {Columns} FROM api_keys WHERE tenant = ?1 AND (?2 IS NULL OR user = ?2) ORDER BY created_at DESC, id LIMIT ?3");

    private readonly Statement _touch = new(link, "UPDATE api_keys SET used_at = max(ifnull(used_at, 0), ?2) WHERE id = ?1");

    private readonly Statement _revoke = new(
        link, "UPDATE api_keys SET revoked_at = ?4 WHERE tenant = ?1 AND (?2 IS NULL OR user = ?2) AND id = ?3 AND revoked_at IS NULL");

    public int Add(ApiKey key) => _insert.Run(
        key.Id, key.User, key.Tenant, key.Name, (ReadOnlyMemory<byte>)key.SecretHash, string.Join(' ', key.Permissions), key.CreatedAt.ToStored(),
        key.ExpiresAt.ToStored(), key.UsedAt.ToStored(), key.RevokedAt.ToStored());

    public ApiKey? Find(ReadOnlyMemory<byte> secret) => _find.List(Read, secret) is [var key] ? key : null;

    public List<ApiKey> List(string tenant, string? user, int limit) => _list.List(Read, tenant, user, (long)limit);

    public int Touch(string id, DateTimeOffset now) => _touch.Run(id, now.ToStored());

    public bool Revoke(string tenant, string? user, string id, DateTimeOffset now) => _revoke.Run(tenant, user, id, now.ToStored()) == 1;

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_insert, _find, _list, _touch, _revoke])
            statement.Dispose();
    }

    private static ApiKey Read(SqlRows r) => new(
        r.Text(0), r.Text(1), r.Text(2), r.Text(3), r.Bytes(4).ToArray(), ApiKey.ReadPermissions(r.Text(5)), r.Time(6), r.Time(7))
    {
        UsedAt = r.TimeOrNull(8),
        RevokedAt = r.TimeOrNull(9),
    };
}
