using System.Net;
using System.Text.Json.Nodes;

namespace Axle.Server.Tests.Identity;

public sealed class Keys_users_and_tenants
{
    [Fact]
    public async Task A_key_is_shown_once_and_does_what_it_names_until_it_is_revoked()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var made = await owner.PostAsync("keys", new { name = "build", permissions = new[] { "runsRead" } });
        var (id, secret) = (made["key"]!["id"]!.GetValue<string>(), made["secret"]!.GetValue<string>());
        secret.ShouldStartWith("axle_");
        (await owner.GetAsync("keys")).ToJsonString().ShouldNotContain(secret);
        var program = host.NewBrowser();
        program.Key = secret;
        (await program.StatusAsync("GET", "runs")).ShouldBe(HttpStatusCode.OK);
        (await program.ProblemAsync("POST", "runs", new { })).ShouldBe((HttpStatusCode.Forbidden, "refused"));
        (await program.StatusAsync("POST", "keys", new { name = "more", permissions = new[] { "runsStart" } })).ShouldBe(HttpStatusCode.Forbidden);
        (await program.StatusAsync("PUT", "session/password", new { password = IdentityHost.Password, code = owner.Code(), newPassword = "a quiet harbour at dusk" }))
            .ShouldBe(HttpStatusCode.Forbidden);
        (await owner.GetAsync("keys"))["items"]![0]!["usedAt"].ShouldNotBeNull();
        (await owner.StatusAsync("DELETE", $"keys/{id}")).ShouldBe(HttpStatusCode.NoContent);
        (await owner.StatusAsync("DELETE", $"keys/{id}")).ShouldBe(HttpStatusCode.NotFound);
        (await program.StatusAsync("GET", "runs")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_that_has_expired_lets_nobody_in()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var program = host.NewBrowser();
        program.Key = (await owner.PostAsync("keys", new { name = "a day", permissions = new[] { "runsRead" }, days = 1 }))["secret"]!.GetValue<string>();
        (await program.StatusAsync("GET", "runs")).ShouldBe(HttpStatusCode.OK);
        host.Clock.Now += TimeSpan.FromDays(1);
        (await program.StatusAsync("GET", "runs")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Developers_see_their_own_keys_and_admins_all()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var (dev, other) = (await host.MemberAsync(owner, "dev", "developer"), await host.MemberAsync(owner, "oda", "developer"));
        var id = (await dev.PostAsync("keys", new { name = "mine", permissions = new[] { "runsRead" } }))["key"]!["id"]!.GetValue<string>();
        (await other.GetAsync("keys"))["items"]!.AsArray().ShouldBeEmpty();
        (await other.StatusAsync("DELETE", $"keys/{id}")).ShouldBe(HttpStatusCode.NotFound);
        (await owner.GetAsync("keys"))["items"]!.AsArray().Count.ShouldBe(1);
        (await owner.StatusAsync("DELETE", $"keys/{id}")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_admin_of_one_tenant_becomes_nobody_in_another()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        await owner.PostAsync("tenants", new { id = "acme", name = "Acme" });
        owner.Tenant = "acme";
        var eve = await host.MemberAsync(owner, "eve", "admin");
        owner.Tenant = null;
        var bob = await host.MemberAsync(owner, "bob", "admin");
        (await eve.StatusAsync("GET", $"users/{bob.User}")).ShouldBe(HttpStatusCode.NotFound);
        (await eve.StatusAsync("POST", $"users/{bob.User}/invitation")).ShouldBe(HttpStatusCode.NotFound);
        // Bob also works for Acme now: its admin still must not take over how he signs in.
        owner.Tenant = "acme";
        (await owner.StatusAsync("PATCH", $"users/{bob.User}", new { role = "viewer" })).ShouldBe(HttpStatusCode.OK);
        (await eve.StatusAsync("GET", $"users/{bob.User}")).ShouldBe(HttpStatusCode.OK);
        (await eve.StatusAsync("POST", $"users/{bob.User}/invitation")).ShouldBe(HttpStatusCode.Forbidden);
        (await eve.StatusAsync("PATCH", $"users/{bob.User}", new { isDisabled = true })).ShouldBe(HttpStatusCode.Forbidden);
        (await eve.StatusAsync("DELETE", $"users/{bob.User}/sessions")).ShouldBe(HttpStatusCode.Forbidden);
        (await eve.StatusAsync("PATCH", $"users/{owner.User}", new { role = "viewer" })).ShouldBe(HttpStatusCode.Forbidden);
        (await eve.StatusAsync("DELETE", $"users/{bob.User}")).ShouldBe(HttpStatusCode.NoContent);
        (await bob.StatusAsync("GET", "session")).ShouldBe(HttpStatusCode.OK, "he still belongs to the other tenant");
        eve.Tenant = "default";
        (await eve.StatusAsync("GET", "users")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Addresses_of_people_are_for_who_may_see_them()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        (await owner.GetAsync($"users/{owner.User}"))["email"]!.GetValue<string>().ShouldBe("ann@example.org");
        var program = host.NewBrowser();
        program.Key = (await owner.PostAsync("keys", new { name = "lists", permissions = new[] { "usersManage" } }))["secret"]!.GetValue<string>();
        (await program.GetAsync("users"))["items"]![0]!["name"]!.GetValue<string>().ShouldBe("ann");
    }

    [Fact]
    public async Task Whoever_lost_the_phone_is_invited_anew()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var bob = await host.MemberAsync(owner, "bob", "operator");
        var invitation = (await owner.PostAsync($"users/{bob.User}/invitation", new { }))["invitation"]!.GetValue<string>();
        (await bob.StatusAsync("GET", "session")).ShouldBe(HttpStatusCode.Unauthorized);
        host.Clock.Now += TimeSpan.FromMinutes(2);
        (await bob.StatusAsync("POST", "session", new { user = "bob", password = IdentityHost.Password, code = bob.Code() })).ShouldBe(HttpStatusCode.Unauthorized);
        bob.Secret = (await bob.PostAsync("invitations/accept", new { invitation, password = IdentityHost.Password }))["totp"]!["secret"]!.GetValue<string>();
        await bob.PostAsync("invitations/confirm", new { invitation, code = bob.Code() });
        (await bob.StatusAsync("POST", "invitations/accept", new { invitation, password = IdentityHost.Password })).ShouldBe(HttpStatusCode.Unauthorized, "it was used");
        (await bob.GetAsync("session"))["roles"]![0]!.GetValue<string>().ShouldBe("operator");
    }

    [Fact]
    public async Task Names_that_are_taken_and_roles_that_are_none_are_refused()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        (await owner.StatusAsync("POST", "users", new { user = "ANN", role = "viewer" })).ShouldBe(HttpStatusCode.BadRequest);
        (await owner.StatusAsync("POST", "users", new { user = "x", role = "viewer" })).ShouldBe(HttpStatusCode.BadRequest);
        (await owner.StatusAsync("POST", "users", new { user = "xavier", role = "emperor" })).ShouldBe(HttpStatusCode.BadRequest);
        (await owner.StatusAsync("POST", "users", new { user = "xavier", role = "none" })).ShouldBe(HttpStatusCode.BadRequest);
        (await owner.StatusAsync("DELETE", $"users/{owner.User}")).ShouldBe(HttpStatusCode.Forbidden);
        (await owner.StatusAsync("DELETE", "tenants/default")).ShouldBe(HttpStatusCode.Forbidden);
        (await owner.StatusAsync("POST", "tenants", new { id = "default", name = "again" })).ShouldBe(HttpStatusCode.Conflict);
    }
}
