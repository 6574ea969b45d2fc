using Axle.Identity.Access;
using Axle.Identity.Tenants;
using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Identity;

/// <summary>Tables <c>tenants</c> and <c>tenant_members</c>, what each user is in each tenant.</summary>
internal static class TenantTable
{
    private const string Remove = """
        WITH memberships AS (DELETE FROM axle.tenant_members WHERE tenant = $1), keys AS (DELETE FROM axle.api_keys WHERE tenant = $1)
        DELETE FROM axle.tenants WHERE id = $1
        """;

    private const string PutMember =
        "INSERT INTO axle.tenant_members (tenant, user_id, role) VALUES ($1, $2, $3) ON CONFLICT (tenant, user_id) DO UPDATE SET role = excluded.role";

    public static async ValueTask<bool> AddAsync(NpgsqlConnection connection, Tenant tenant, CancellationToken cancellationToken) => await connection.RunAsync(
        "INSERT INTO axle.tenants (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", cancellationToken,
        Sql.Of(tenant.Id), Sql.Of(tenant.Name), Sql.Of(tenant.CreatedAt)) == 1;

    public static async ValueTask<Tenant?> FindAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken) =>
        await connection.Command("SELECT id, name, created_at FROM axle.tenants WHERE id = $1", Sql.Of(id)).ListAsync(ReadTenant, cancellationToken)
            is [var tenant] ? tenant : null;

    public static async ValueTask<IReadOnlyList<Tenant>> ListAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.Command("SELECT id, name, created_at FROM axle.tenants ORDER BY id LIMIT 1000").ListAsync(ReadTenant, cancellationToken);

    public static async ValueTask<bool> RemoveAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken) =>
        await connection.RunAsync(Remove, cancellationToken, Sql.Of(id)) == 1;

    public static ValueTask<int> PutMemberAsync(NpgsqlConnection connection, Member member, CancellationToken cancellationToken) => member.Role == Role.None
        ? connection.RunAsync(
            "DELETE FROM axle.tenant_members WHERE tenant = $1 AND user_id = $2", cancellationToken, Sql.Of(member.Tenant), Sql.Of(member.User))
        : connection.RunAsync(PutMember, cancellationToken, Sql.Of(member.Tenant), Sql.Of(member.User), Sql.Of(member.Role.ToString()));

    public static async ValueTask<IReadOnlyList<Member>> ListMembershipsAsync(
        NpgsqlConnection connection, string user, CancellationToken cancellationToken) => await connection.Command(
        "SELECT tenant, user_id, role FROM axle.tenant_members WHERE user_id = $1 ORDER BY tenant", Sql.Of(user)).ListAsync(ReadMember, cancellationToken);

    public static async ValueTask<Role> RoleOfAsync(NpgsqlConnection connection, string tenant, string user, CancellationToken cancellationToken) =>
        await connection.Command(
            "SELECT tenant, user_id, role FROM axle.tenant_members WHERE tenant = $1 AND user_id = $2", Sql.Of(tenant), Sql.Of(user))
            .ListAsync(ReadMember, cancellationToken) is [var member] ? member.Role : Role.None;

    private static Tenant ReadTenant(NpgsqlDataReader r) => new(r.GetString(0), r.GetString(1), r.Time(2));

    // A role that a newer Axle wrote allows nothing here.
    private static Member ReadMember(NpgsqlDataReader r) =>
        new(r.GetString(0), r.GetString(1), Enum.TryParse<Role>(r.GetString(2), out var role) && Enum.IsDefined(role) ? role : Role.None);
}
