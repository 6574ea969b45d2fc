using Axle.Identity.Access;
using Axle.Identity.Tenants;

namespace Axle.Identity.Ports;

/// <summary>Port: keeps tenants and who belongs to them.</summary>
public interface ITenantStore
{
    /// <summary>Adds a tenant. False when the id is taken.</summary>
    ValueTask<bool> AddTenantAsync(Tenant tenant, CancellationToken cancellationToken);

    /// <summary>Finds a tenant; null when there is none.</summary>
    ValueTask<Tenant?> FindTenantAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lists tenants by id, at most 1,000.</summary>
    ValueTask<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellationToken);

    /// <summary>Removes a tenant with its memberships and keys; its runs and costs stay until they are purged. False when there is none such.</summary>
    ValueTask<bool> RemoveTenantAsync(string id, CancellationToken cancellationToken);

    /// <summary>Says what somebody is in a tenant; <see cref="Role.None"/> ends the membership.</summary>
    ValueTask SetRoleAsync(Member member, CancellationToken cancellationToken);

    /// <summary>What a user is, in all tenants, by id of the tenant.</summary>
    ValueTask<IReadOnlyList<Member>> ListRolesAsync(string user, CancellationToken cancellationToken);

    /// <summary>What a user is in a tenant; <see cref="Role.None"/> for no member.</summary>
    ValueTask<Role> RoleOfAsync(string tenant, string user, CancellationToken cancellationToken);
}
