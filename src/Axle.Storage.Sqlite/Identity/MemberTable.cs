using Axle.Identity.Access;
using Axle.Identity.Tenants;
using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Identity;

/// <summary>Table <c>tenant_members</c>: what each user is in each tenant.</summary>
internal sealed class MemberTable(SqliteLink link) : IDisposable
{
    private readonly Statement _put = new(
        link, "INSERT INTO tenant_members (tenant, user, role) VALUES (?1, ?2, ?3) ON CONFLICT (tenant, user) DO UPDATE SET role = excluded.role");

    private readonly Statement _remove = new(link, "DELETE FROM tenant_members WHERE tenant = ?1 AND user = ?2");
    private readonly Statement _list = new(link, "SELECT tenant, user, role FROM tenant_members WHERE user = ?1 ORDER BY tenant");
    private readonly Statement _find = new(link, "SELECT tenant, user, role FROM tenant_members WHERE tenant = ?1 AND user = ?2");

    public int Put(Member member) =>
        member.Role == Role.None ? _remove.Run(member.Tenant, member.User) : _put.Run(member.Tenant, member.User, member.Role.ToString());

    public List<Member> List(string user) => _list.List(Read, user);

    public Role Find(string tenant, string user) => _find.List(Read, tenant, user) is [var member] ? member.Role : Role.None;

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_put, _remove, _list, _find])
            statement.Dispose();
    }

    // A role that a newer Axle wrote allows nothing here.
    private static Member Read(SqlRows r) =>
        new(r.Text(0), r.Text(1), Enum.TryParse<Role>(r.Text(2), out var role) && Enum.IsDefined(role) ? role : Role.None);
}
