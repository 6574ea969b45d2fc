using System.Net;
using System.Text.Json.Nodes;

namespace Axle.Server.Tests.Identity;

public sealed class Audit_trail
{
    [Fact]
    public async Task Whatever_changes_something_is_written_down_with_who_what_why_and_where()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        using (await owner.SendAsync("POST", "tenants", new { id = "acme", name = "Acme" }, ("X-Axle-Reason", "a new customer")))
        {
        }

        var entry = (await owner.GetAsync("audit"))["items"]![0]!;
        entry["actor"]!.GetValue<string>().ShouldBe(owner.User);
        entry["action"]!.GetValue<string>().ShouldBe("POST /api/v1/tenants");
        entry["subject"]!.GetValue<string>().ShouldBe("acme");
        entry["outcome"]!.GetValue<string>().ShouldBe("201");
        entry["tenant"]!.GetValue<string>().ShouldBe("default");
        entry["place"]!.GetValue<string>().ShouldMatch("^ses_.* local$");
    }

    [Fact]
    public async Task Signing_in_is_written_down_whether_it_went_well_or_not()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        await owner.StatusAsync("POST", "session", new { user = "ann", password = "some other sentence", code = "123456" });
        await owner.SignInAsync();
        var entries = (await owner.GetAsync("audit?all=true&action=" + Uri.EscapeDataString("POST /api/v1/session")))["items"]!.AsArray();
        entries.Select(static e => e!["outcome"]!.GetValue<string>()).ShouldBe(["200", "401"]);
        entries[0]!["actor"]!.GetValue<string>().ShouldBe(owner.User);
    }

    [Fact]
    public async Task No_password_code_address_or_key_is_in_it()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        await owner.PostAsync("users", new { user = "bob", email = "bob@example.org", role = "viewer" });
        var secret = (await owner.PostAsync("keys", new { name = "build", permissions = new[] { "runsRead" } }))["secret"]!.GetValue<string>();
        var log = (await owner.GetAsync("audit?all=true")).ToJsonString();
        foreach (var text in (string[])["bob@example.org", "ann@example.org", IdentityHost.Password, IdentityHost.SetupToken, secret, owner.Secret, "axinv_"])
            log.ShouldNotContain(text);
    }

    [Fact]
    public async Task Strangers_fill_no_log()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var before = (await owner.GetAsync("audit/verification"))["entries"]!.GetValue<long>();
        var stranger = host.NewBrowser();
        for (var i = 0; i < 20; i++)
        {
            (await stranger.StatusAsync("POST", "runs", new { })).ShouldBe(HttpStatusCode.Unauthorized);
            await stranger.StatusAsync("POST", "setup", new { token = "wrong", user = "eve", password = IdentityHost.Password });
            await stranger.StatusAsync("POST", "invitations/accept", new { invitation = "wrong", password = IdentityHost.Password });
        }

        (await owner.GetAsync("audit/verification"))["entries"]!.GetValue<long>().ShouldBe(before);
    }

    [Fact]
    public async Task An_admin_reads_what_was_done_in_the_tenant_and_nothing_else()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        await owner.PostAsync("tenants", new { id = "acme", name = "Acme" });
        owner.Tenant = "acme";
        var eve = await host.MemberAsync(owner, "eve", "admin");
        owner.Tenant = null;
        await eve.PostAsync("keys", new { name = "build", permissions = new[] { "runsRead" } });
        var seen = (await eve.GetAsync("audit"))["items"]!.AsArray();
        seen.Count.ShouldBe(2);
        seen.ShouldAllBe(static e => e!["tenant"]!.GetValue<string>() == "acme");
        (await eve.StatusAsync("GET", "audit?all=true")).ShouldBe(HttpStatusCode.Forbidden);
        (await eve.StatusAsync("GET", "audit/verification")).ShouldBe(HttpStatusCode.Forbidden);
        var verified = await owner.GetAsync("audit/verification");
        verified["intact"]!.GetValue<bool>().ShouldBeTrue();
        (await owner.GetAsync("audit/verification?kept=" + verified["head"]!.GetValue<string>()))["intact"]!.GetValue<bool>().ShouldBeTrue();
    }
}
