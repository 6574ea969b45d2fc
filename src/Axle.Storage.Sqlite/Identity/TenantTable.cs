using Axle.Identity.Tenants;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Workflows;

namespace Axle.Storage.Sqlite.Identity;

/// <summary>Table <c>tenants</c>.</summary>
internal sealed class TenantTable(SqliteLink link) : IDisposable
{
    private readonly Statement _insert = new(link, "INSERT OR IGNORE INTO tenants (id, name, created_at) VALUES (?1, ?2, ?3)");
    private readonly Statement _find = new(link, "SELECT id, name, created_at FROM tenants WHERE id = ?1");
    private readonly Statement _list = new(link, "SELECT id, name, created_at FROM tenants ORDER BY id LIMIT 1000");

    private readonly Statement[] _remove =
    [
        new(link, "DELETE FROM tenant_members WHERE tenant = ?1"),
        new(link, "DELETE FROM api_keys WHERE tenant = ?1"),
        new(link, "DELETE FROM tenants WHERE id = ?1"),
    ];

    public bool Add(Tenant tenant) => _insert.Run(tenant.Id, tenant.Name, tenant.CreatedAt.ToStored()) == 1;

    public Tenant? Find(string id) => _find.List(Read, id) is [var tenant] ? tenant : null;

    public List<Tenant> List() => _list.List(Read);

    public bool Remove(string id)
    {
        var removed = 0;
        foreach (var statement in _remove)
            removed = statement.Run(id);
        return removed == 1;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_insert, _find, _list, .. _remove])
            statement.Dispose();
    }

    private static Tenant Read(SqlRows r) => new(r.Text(0), r.Text(1), r.Time(2));
}
