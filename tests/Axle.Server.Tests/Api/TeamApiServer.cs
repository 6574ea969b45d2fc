using Axle.Identity;
using Axle.Identity.Access;
using Axle.Identity.Keys;
using Axle.Identity.Ports;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Api;

/// <summary>The same server with users: what is asked is asked by a key of its owner, Ann; Bob looks on.</summary>
public sealed class TeamApiServer : ApiServer
{
    /// <summary>Id of the owner.</summary>
    public const string Ann = "usr_ann";

    /// <summary>A key of somebody who may only look.</summary>
    public string BobsKey { get; private set; } = "";

    protected override string? LocalToken => null;

    protected override async Task<string> KeyAsync(IServiceProvider axle)
    {
        var store = axle.GetRequiredService<IIdentityStore>();
        var keys = new ApiKeyBook(store, new IdentityOptions(), TimeProvider.System);
        async Task<string> JoinAsync(string name, Role role, bool isOwner)
        {
            var user = new User($"usr_{name}", name) { IsOwner = isOwner, PasswordHash = "none", CreatedAt = TimeProvider.System.GetUtcNow() };
            await store.AddUserAsync(user, onlyAsFirst: isOwner, TestContext.Current.CancellationToken);
            await store.SetRoleAsync(new Member(Scope.DefaultTenant, user.Id, role), TestContext.Current.CancellationToken);
            var permissions = RolePermissions.Of(role);
            var (_, secret) = await keys.CreateAsync(
                new Principal(user.Id, Scope.DefaultTenant, permissions), "tests", [.. permissions], null, TestContext.Current.CancellationToken);
            return secret;
        }

        await store.AddTenantAsync(new Tenant(Scope.DefaultTenant, "Default", TimeProvider.System.GetUtcNow()), TestContext.Current.CancellationToken);
        var ann = await JoinAsync("ann", Role.Admin, isOwner: true);
        BobsKey = await JoinAsync("bob", Role.Viewer, isOwner: false);
        return ann;
    }
}
