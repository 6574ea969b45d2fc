using System.Net;
using Axle.Identity.Passkeys;

namespace Axle.Server.Tests.Identity;

public sealed class What_keys_may
{
    [Fact]
    public async Task A_key_takes_no_permission_that_its_maker_lacks_whatever_stands_beside_it()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var dev = await host.MemberAsync(owner, "dev", "developer");

        foreach (var permissions in (string[][])[["none", "usersManage"], ["none"], ["runsRead", "systemManage"]])
            (await dev.ProblemAsync("POST", "keys", new { name = "more", permissions })).ShouldBe((HttpStatusCode.Forbidden, "refused"));
        (await dev.StatusAsync("POST", "keys", new { name = "more", permissions = new object[] { 2 } })).ShouldBe(HttpStatusCode.BadRequest, "names, not numbers");
        (await dev.GetAsync("keys"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_of_an_owner_stays_in_its_tenant_unless_it_was_made_for_the_server()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var bob = await host.MemberAsync(owner, "bob", "viewer");
        await owner.PostAsync("tenants", new { id = "acme", name = "Acme" });
        owner.Tenant = "acme";
        var (within, beyond) = (host.NewBrowser(), host.NewBrowser());
        within.Key = (await owner.PostAsync("keys", new { name = "acme", permissions = new[] { "usersManage" } }))["secret"]!.GetValue<string>();
        var server = await owner.PostAsync("keys", new { name = "server", permissions = new[] { "usersManage", "systemManage" } });
        beyond.Key = server["secret"]!.GetValue<string>();

        (await within.StatusAsync("GET", $"users/{bob.User}")).ShouldBe(HttpStatusCode.NotFound);
        (await within.StatusAsync("POST", $"users/{bob.User}/invitation")).ShouldBe(HttpStatusCode.NotFound);
        (await within.StatusAsync("DELETE", $"users/{bob.User}/sessions")).ShouldBe(HttpStatusCode.NotFound);
        (await bob.StatusAsync("GET", "session")).ShouldBe(HttpStatusCode.OK);
        (await beyond.StatusAsync("GET", $"users/{bob.User}")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_ends_no_session_of_its_user_and_does_not_change_how_the_user_signs_in()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var session = (await owner.GetAsync($"users/{owner.User}/sessions"))["items"]![0]!["id"]!.GetValue<string>();
        await host.Store.AddPasskeyAsync(new Passkey([1, 2, 3], owner.User, "laptop", [4], host.Clock.Now), TestContext.Current.CancellationToken);
        var program = host.NewBrowser();
        program.Key = (await owner.PostAsync("keys", new { name = "reads", permissions = new[] { "runsRead" } }))["secret"]!.GetValue<string>();
        var proof = new { password = IdentityHost.Password, code = owner.Code() };

        (await program.ProblemAsync("DELETE", $"users/{owner.User}/sessions")).ShouldBe((HttpStatusCode.Forbidden, "refused"));
        (await program.ProblemAsync("DELETE", $"users/{owner.User}/sessions/{session}")).ShouldBe((HttpStatusCode.Forbidden, "refused"));
        (await program.ProblemAsync("POST", "session/passkeys/AQID/removal", proof)).ShouldBe((HttpStatusCode.Forbidden, "refused"));
        (await owner.StatusAsync("GET", "session")).ShouldBe(HttpStatusCode.OK);
    }
}
