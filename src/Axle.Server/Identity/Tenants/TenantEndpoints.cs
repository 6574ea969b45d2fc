using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Identity.Tenants;
using Axle.Server.Endpoints;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Tenants;

/// <summary>Tenants: one's own, and for an owner of the server all.</summary>
/// <param name="store">What is known.</param>
/// <param name="time">The clock.</param>
internal sealed class TenantEndpoints(IIdentityStore store, TimeProvider time)
{
    private const int LongestName = 100;

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var tenants = api.MapGroup("/tenants").WithTags("tenants").RequirePermission(Permission.TenantsManage);
        tenants.MapGet("", ListAsync).WithName("listTenants").WithSummary("Lists the tenants that one may work in.").RequirePermission(Permission.Account);
        tenants.MapGet("/{id}", ShowAsync).WithName("getTenant").WithSummary("Shows a tenant.").ProducesProblem(404).RequirePermission(Permission.Account);
        tenants.MapPost("", AddAsync).WithName("addTenant").WithSummary("Makes a tenant.").ProducesProblem(409);
        tenants.MapDelete("/{id}", RemoveAsync).WithName("removeTenant").WithSummary("Removes a tenant with its memberships and keys.").ProducesProblem(404);
    }

    private async Task<Ok<Page<TenantItem>>> ListAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var all = await store.ListTenantsAsync(cancellationToken);
        var items = new List<TenantItem>();
        foreach (var tenant in all)
        {
            if (await RoleAsync(who, tenant.Id, cancellationToken) is var role && role != Role.None)
                items.Add(TenantItem.Of(tenant, role));
        }

        return TypedResults.Ok(Page.Of<TenantItem>(items));
    }

    private async Task<Ok<TenantItem>> ShowAsync(HttpContext http, string id, CancellationToken cancellationToken) =>
        await store.FindTenantAsync(id, cancellationToken) is { } tenant
        && await RoleAsync(http.Principal(), id, cancellationToken) is var role && role != Role.None
            ? TypedResults.Ok(TenantItem.Of(tenant, role))
            : throw NoSuchTenant();

    private async Task<Created<TenantItem>> AddAsync(HttpContext http, TenantRequest body, CancellationToken cancellationToken)
    {
        var name = (body.Name ?? "").Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            throw new AxleException(ErrorKind.Validation, $"The name of a tenant has 1 to {LongestName} characters.");
        var tenant = new Tenant(Tenant.CheckId(body.Id), name, time.GetUtcNow());
        if (!await store.AddTenantAsync(tenant, cancellationToken))
            throw new ApiProblemException(ApiProblem.Conflict("conflict", $"There is a tenant '{tenant.Id}'. Choose another id."));
        await store.SetRoleAsync(new Member(tenant.Id, http.Principal().User, Role.Admin), cancellationToken);
        AuditNote.Of(http).Subject = tenant.Id;
        return TypedResults.Created($"/api/v1/tenants/{tenant.Id}", TenantItem.Of(tenant, Role.Admin));
    }

    private async Task<NoContent> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        if (id == Scope.DefaultTenant)
            throw new AxleException(ErrorKind.Refused, "The tenant 'default' owns what names none, and stays.");
        return await store.RemoveTenantAsync(id, cancellationToken) ? TypedResults.NoContent() : throw NoSuchTenant();
    }

    // A key works in its tenant only, whatever its user may do elsewhere.
    private async ValueTask<Role> RoleAsync(Principal who, string tenant, CancellationToken cancellationToken) =>
        who.Key is not null && tenant != who.Tenant ? Role.None
        : who.IsOwner ? Role.Admin
        : await store.RoleOfAsync(tenant, who.User, cancellationToken);

    private static AxleException NoSuchTenant() => new(ErrorKind.NotFound, "There is no such tenant, or you do not belong to it. GET /api/v1/tenants lists yours.");
}

/// <summary>A tenant.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">What one is in it.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record TenantItem(string Id, string Name, string Role, DateTimeOffset CreatedAt)
{
    internal static TenantItem Of(Tenant tenant, Role role) => new(tenant.Id, tenant.Name, ApiWords.Name(role), tenant.CreatedAt);
}

/// <summary>A tenant to be made.</summary>
/// <param name="Id">Its id: small letters, digits and dashes.</param>
/// <param name="Name">Its name for people.</param>
public sealed record TenantRequest(string? Id, string? Name);
