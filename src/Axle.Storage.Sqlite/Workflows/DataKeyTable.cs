using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>tenant_keys</c>: the wrapped data keys of tenants. The row of a destroyed key stays, without the key.</summary>
internal sealed class DataKeyTable(SqliteLink link) : IDisposable
{
    private readonly Statement _list = new(link, "SELECT id, tenant, number, wrapped, created_at, destroyed_at FROM tenant_keys ORDER BY tenant, number");

    private readonly Statement _add = new(
        link, "INSERT OR IGNORE INTO tenant_keys (id, tenant, number, wrapped, created_at) VALUES (?1, ?2, ?3, ?4, ?5)");

    private readonly Statement _rewrap = new(link, "UPDATE tenant_keys SET wrapped = ?2 WHERE id = ?1 AND wrapped = ?3 AND destroyed_at IS NULL");

    private readonly Statement _destroy = new(
        link, "UPDATE tenant_keys SET wrapped = zeroblob(length(wrapped)), destroyed_at = ?2 WHERE tenant = ?1 AND destroyed_at IS NULL");

    public List<StoredDataKey> List() => _list.List(static r => new StoredDataKey(
        r.Text(0), r.Text(1), r.Int32(2), r.IsNull(5) ? r.Bytes(3).ToArray() : default, r.Time(4), r.TimeOrNull(5)));

    public bool Add(StoredDataKey key) => _add.Run(key.Id, key.Tenant, key.Number, key.Wrapped, key.CreatedAt.ToStored()) == 1;

    public bool Rewrap(StoredDataKey key, ReadOnlyMemory<byte> wrapped) => _rewrap.Run(key.Id, wrapped, key.Wrapped) == 1;

    public int Destroy(string tenant, DateTimeOffset at) => _destroy.Run(tenant, at.ToStored());

    public void Dispose()
    {
        _list.Dispose();
        _add.Dispose();
        _rewrap.Dispose();
        _destroy.Dispose();
    }
}
