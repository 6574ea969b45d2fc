using System.Net;
using System.Text.Json.Nodes;
using Axle.Server.Identity.Access;

namespace Axle.Server.Tests.Identity;

public sealed class Setting_up_and_signing_in
{
    [Fact]
    public async Task Until_there_is_an_owner_only_health_and_setup_are_answered()
    {
        await using var host = await IdentityHost.StartAsync();
        var nobody = host.NewBrowser();
        (await nobody.GetAsync("setup"))["needed"]!.GetValue<bool>().ShouldBeTrue();
        (await nobody.StatusAsync("GET", "health")).ShouldBe(HttpStatusCode.OK);
        (await nobody.ProblemAsync("GET", "runs")).ShouldBe((HttpStatusCode.Unauthorized, "setup-needed"));
        using var renamed = await nobody.SendAsync("GET", "setup", null, ("Host", "evil.example"));
        renamed.StatusCode.ShouldBe(HttpStatusCode.Forbidden, "a page of the web points its own name to this machine");
    }

    [Fact]
    public async Task Who_reads_the_console_becomes_the_owner_and_nobody_after()
    {
        await using var host = await IdentityHost.StartAsync();
        var ann = host.NewBrowser();
        (await ann.ProblemAsync("POST", "setup", new { user = "ann", password = IdentityHost.Password })).ShouldBe((HttpStatusCode.Forbidden, "setup-token"));
        (await ann.StatusAsync("POST", "setup", new { token = IdentityHost.SetupToken, user = "ann", password = "short" })).ShouldBe(HttpStatusCode.BadRequest);
        var begun = await ann.PostAsync("setup", new { token = IdentityHost.SetupToken, user = "ann", password = IdentityHost.Password });
        begun["recovery"]!.AsArray().Count.ShouldBe(10);
        ann.Secret = begun["totp"]!["secret"]!.GetValue<string>();
        (await ann.StatusAsync("POST", "setup/confirm", new { user = "ann", code = "000000" })).ShouldBe(HttpStatusCode.Unauthorized);
        var session = await ann.PostAsync("setup/confirm", new { user = "ann", code = ann.Code() });
        session["isOwner"]!.GetValue<bool>().ShouldBeTrue();
        session["tenants"]!.AsArray().Select(static t => t!.GetValue<string>()).ShouldBe(["default"]);
        (await ann.GetAsync("runs")).GetValue<string>().ShouldBe("default");
        (await ann.GetAsync("setup"))["needed"]!.GetValue<bool>().ShouldBeFalse();
        (await ann.StatusAsync("POST", "setup", new { token = IdentityHost.SetupToken, user = "bob", password = IdentityHost.Password })).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_cookie_is_for_this_site_only_and_no_script_reads_it()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        host.Clock.Now += TimeSpan.FromMinutes(2);
        using var answer = await owner.SendAsync("POST", "session", new { user = "ann", password = IdentityHost.Password, code = owner.Code() });
        var cookie = answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ToLowerInvariant();
        foreach (var part in (string[])["axle_session=", "httponly", "samesite=strict", "path=/"])
            cookie.ShouldContain(part);
        cookie.ShouldNotContain("domain=");
    }

    [Fact]
    public async Task What_changes_something_needs_what_only_our_page_knows()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var csrf = owner.Csrf;
        owner.Csrf = null;
        (await owner.ProblemAsync("POST", "runs", new { })).ShouldBe((HttpStatusCode.Forbidden, "csrf"));
        owner.Csrf = csrf + "x";
        (await owner.ProblemAsync("POST", "runs", new { })).ShouldBe((HttpStatusCode.Forbidden, "csrf"));
        owner.Csrf = csrf;
        (await owner.StatusAsync("POST", "runs", new { })).ShouldBe(HttpStatusCode.OK);
        (string, string)[] foreign = [("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site")];
        foreach (var header in foreign)
        {
            using var answer = await owner.SendAsync("POST", "runs", new { }, header);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, header.ToString());
        }

        using var own = await owner.SendAsync("POST", "runs", new { }, ("Origin", host.Url.GetLeftPart(UriPartial.Authority)), ("Sec-Fetch-Site", "same-origin"));
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var socket = await owner.SendAsync("GET", "runs", null, ("Origin", "https://evil.example"), ("Upgrade", "websocket"));
        socket.StatusCode.ShouldBe(HttpStatusCode.Forbidden, "a page of another site opens a socket");
    }

    [Fact]
    public async Task Sessions_are_seen_and_ended()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var other = host.NewBrowser();
        (other.Name, other.Secret) = (owner.Name, owner.Secret);
        await other.SignInAsync();
        var sessions = (await owner.GetAsync($"users/{owner.User}/sessions"))["items"]!.AsArray();
        sessions.Count.ShouldBe(2);
        var current = sessions.Single(static s => s!["isCurrent"]!.GetValue<bool>())!["id"]!.GetValue<string>();
        var another = sessions.Select(static s => s!["id"]!.GetValue<string>()).Single(id => id != current);
        (await owner.StatusAsync("DELETE", $"users/{owner.User}/sessions/{another}")).ShouldBe(HttpStatusCode.NoContent);
        (await other.StatusAsync("GET", "session")).ShouldBe(HttpStatusCode.Unauthorized);
        (await owner.StatusAsync("DELETE", "session")).ShouldBe(HttpStatusCode.NoContent);
        (await owner.StatusAsync("GET", "session")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions_and_the_old_one_is_no_good()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var other = host.NewBrowser();
        (other.Name, other.Secret) = (owner.Name, owner.Secret);
        await other.SignInAsync();
        host.Clock.Now += TimeSpan.FromMinutes(2);
        const string New = "nine lamps drift over salt";
        (await owner.StatusAsync("PUT", "session/password", new { password = "not the right one at all", code = owner.Code(), newPassword = New })).ShouldBe(HttpStatusCode.Unauthorized);
        (await owner.StatusAsync("PUT", "session/password", new { password = IdentityHost.Password, code = owner.Code(), newPassword = New })).ShouldBe(HttpStatusCode.NoContent);
        (await other.StatusAsync("GET", "session")).ShouldBe(HttpStatusCode.Unauthorized);
        (await owner.StatusAsync("GET", "session")).ShouldBe(HttpStatusCode.OK);
        host.Clock.Now += TimeSpan.FromMinutes(2);
        (await other.StatusAsync("POST", "session", new { user = "ann", password = IdentityHost.Password, code = other.Code() })).ShouldBe(HttpStatusCode.Unauthorized);
        await other.SignInAsync(New);
    }

    [Fact]
    public async Task Every_endpoint_states_who_may_use_it_or_is_used_by_nobody()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        host.Endpoints.Where(static e => EndpointAccess.RuleOf(e) is null).Select(static e => e.RoutePattern.RawText).ShouldBe(["/api/v1/forgotten"]);
        (await owner.ProblemAsync("GET", "forgotten")).ShouldBe((HttpStatusCode.Forbidden, "no-rule"));
    }

    [Fact]
    public async Task What_an_endpoint_says_itself_goes_before_its_group()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var viewer = await host.MemberAsync(owner, "vic", "viewer");
        (await viewer.StatusAsync("GET", $"users/{viewer.User}")).ShouldBe(HttpStatusCode.OK);
        (await viewer.StatusAsync("GET", "users")).ShouldBe(HttpStatusCode.Forbidden);
        (await viewer.StatusAsync("POST", "runs", new { })).ShouldBe(HttpStatusCode.Forbidden);
        (await viewer.StatusAsync("GET", "runs")).ShouldBe(HttpStatusCode.OK);
    }
}
