using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>shared_values</c>: small values that outlive runs.</summary>
internal sealed class ValueTable(SqliteLink link, StoredForm form) : IDisposable
{
    private const string Alive = "(expires_at IS NULL OR expires_at > ?2)";

    private readonly Statement _find = new(
        link, $"SELECT key, value, version, expires_at FROM shared_values WHERE space = ?1 AND {Alive} AND key = ?3");

    private readonly Statement _list = new(
        link, $"SELECT key, value, version, expires_at FROM shared_values WHERE space = ?1 AND {Alive} ORDER BY key");

    private readonly Statement _spaces = new(link, $"SELECT DISTINCT space FROM shared_values WHERE {Alive} ORDER BY space");

    private readonly Statement _version = new(link, $"SELECT version FROM shared_values WHERE space = ?1 AND {Alive} AND key = ?3");

    private readonly Statement _put = new(
        link, "INSERT OR REPLACE INTO shared_values (space, key, version, value, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly Statement _remove = new(link, "DELETE FROM shared_values WHERE space = ?1 AND key = ?2");
    private readonly Statement _forget = new(link, "DELETE FROM shared_values WHERE expires_at <= ?1");

    public StoredValue? Find(string space, string key, DateTimeOffset now) =>
        _find.List(Read, space, now.ToStored(), key).OfType<StoredValue>().FirstOrDefault();

    public List<StoredValue> List(string space, DateTimeOffset now) =>
        [.. _list.List(Read, space, now.ToStored()).OfType<StoredValue>()];

    public List<string> Spaces(DateTimeOffset now) => _spaces.List(static r => r.Text(0), default, now.ToStored());

    /// <summary>Writes a value when its version is the expected one; null when it is not. A value that expired by now, or was erased, is none.</summary>
    public long? Put(string space, string key, Payload value, long? expected, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        var version = _version.Number(space, now.ToStored(), key) ?? 0;
        if (expected is { } wanted && wanted != version && (wanted != 0 || Find(space, key, now) is not null))
            return null;
        _put.Run(space, key, version + 1, form.Text(value.Utf8().ToArray(), TenantSpace.TenantOf(space)), expiresAt.ToStored());
        return version + 1;
    }

    public bool Remove(string space, string key) => _remove.Run(space, key) > 0;

    public int Forget(DateTimeOffset now) => _forget.Run(now.ToStored());

    public void Dispose()
    {
        _find.Dispose();
        _list.Dispose();
        _spaces.Dispose();
        _version.Dispose();
        _put.Dispose();
        _remove.Dispose();
        _forget.Dispose();
    }

    private StoredValue? Read(SqlRows r) => form.JsonUnlessErased(r.Bytes(1).ToArray()) is { } json
        ? new StoredValue(r.Text(0), Payload.FromJson(json.Span), r.Int64(2), r.TimeOrNull(3))
        : null;
}
