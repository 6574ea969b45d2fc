using System.Text;
using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>shared_values</c>: small values that outlive runs.</summary>
internal sealed class ValueTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _find = new(
        connection,
        "SELECT key, value, version, expires_at FROM shared_values WHERE space = $1 AND key = $2 AND (expires_at IS NULL OR expires_at > $3)",
        3);

    private readonly Statement _list = new(
        connection,
        "SELECT key, value, version, expires_at FROM shared_values WHERE space = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY key",
        2);

    private readonly Statement _version = new(
        connection, "SELECT version FROM shared_values WHERE space = $1 AND key = $2 AND (expires_at IS NULL OR expires_at > $3)", 3);

    private readonly Statement _put = new(
        connection, "INSERT OR REPLACE INTO shared_values (space, key, version, value, expires_at) VALUES ($1, $2, $3, $4, $5)", 5);

    private readonly Statement _remove = new(connection, "DELETE FROM shared_values WHERE space = $1 AND key = $2", 2);
    private readonly Statement _forget = new(connection, "DELETE FROM shared_values WHERE expires_at <= $1", 1);

    public StoredValue? Find(string space, string key, DateTimeOffset now) => _find.Rows(Read, space, key, now.ToStored()).FirstOrDefault();

    public List<StoredValue> List(string space, DateTimeOffset now) => _list.Rows(Read, space, now.ToStored());

    /// <summary>Writes a value when its version is the expected one; null when it is not. A value that expired by now is none.</summary>
    public long? Put(string space, string key, Payload value, long? expected, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        var version = (long?)_version.Scalar(space, key, now.ToStored()) ?? 0;
        if (expected is { } wanted && wanted != version)
            return null;
        _put.Run(space, key, version + 1, Encoding.UTF8.GetString(value.Utf8()), expiresAt.ToStored());
        return version + 1;
    }

    public bool Remove(string space, string key) => _remove.Run(space, key) > 0;

    public int Forget(DateTimeOffset now) => _forget.Run(now.ToStored());

    public void Dispose()
    {
        _find.Dispose();
        _list.Dispose();
        _version.Dispose();
        _put.Dispose();
        _remove.Dispose();
        _forget.Dispose();
    }

    private static StoredValue Read(SqliteDataReader r) =>
        new(r.GetString(0), Payload.FromJson(Encoding.UTF8.GetBytes(r.GetString(1))), r.GetInt64(2), r.TimeOrNull(3));
}
