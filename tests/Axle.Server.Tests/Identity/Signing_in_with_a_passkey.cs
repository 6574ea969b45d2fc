using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Axle.Server.Tests.Identity;

/// <summary>The ceremonies over HTTP, with a device in software; tests of the dashboard do the same in Chromium.</summary>
public sealed class Signing_in_with_a_passkey : IAsyncLifetime
{
    private readonly SoftwareAuthenticator _device = new();
    private IdentityHost _host = null!;
    private IdentityHost.Browser _owner = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Origin => _host.Url.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync() => (_host, _owner) = await IdentityHost.SetUpAsync();

    public async ValueTask DisposeAsync()
    {
        _device.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task It_lets_its_owner_in_on_any_browser_and_remembers_that_it_was_used()
    {
        var added = await AddAsync();
        (added["name"]!.GetValue<string>(), added["usedAt"]).ShouldBe(("Laptop", null));

        var session = await SignInAsync();

        session.Status.ShouldBe(HttpStatusCode.OK);
        session.Body["name"]!.GetValue<string>().ShouldBe("ann");
        (await _owner.GetAsync("session/passkeys"))["items"]!.AsArray().ShouldHaveSingleItem()!["usedAt"].ShouldNotBeNull();
        (await _owner.GetAsync("audit?all=true"))["items"]!.AsArray().Select(static e => e!["action"]!.GetValue<string>())
            .ShouldContain("POST /api/v1/session/passkey");
    }

    [Fact]
    public async Task An_answer_is_good_once_and_for_its_own_ceremony()
    {
        await AddAsync();
        var (begun, other) = (await BeginAsync(), await BeginAsync());
        var answer = new { ceremony = begun["ceremony"]!.GetValue<string>(), credential = _device.Get(begun["options"]!, Origin) };
        (await SendAsync(answer)).Status.ShouldBe(HttpStatusCode.OK);

        (await SendAsync(answer)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(new { ceremony = other["ceremony"]!.GetValue<string>(), answer.credential })).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Who_begins_again_and_again_drops_their_own_and_keeps_nobody_from_adding_or_signing_in()
    {
        var adding = await _owner.PostAsync("session/passkeys/options", new { password = IdentityHost.Password, code = Code() });
        var first = await BeginAsync();
        for (var i = 0; i < 20; i++)
            await BeginAsync();

        var added = new { ceremony = adding["ceremony"]!.GetValue<string>(), name = "Laptop", credential = _device.Create(adding["options"]!, Origin) };
        using var answer = await _owner.SendAsync("POST", "session/passkeys", added, ("Origin", Origin));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var oldest = new { ceremony = first["ceremony"]!.GetValue<string>(), credential = _device.Get(first["options"]!, Origin) };
        (await SendAsync(oldest)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync()).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_does_not_let_in_from_another_site()
    {
        await AddAsync();

        (await SignInAsync(origin: "https://phish.example")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_device_that_did_not_see_its_owner_is_one_factor_and_refused()
    {
        await AddAsync();
        _device.SeesItsOwner = false;

        (await SignInAsync()).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_copy_that_counts_behind_is_refused()
    {
        await AddAsync();
        _device.Count = 10;
        (await SignInAsync()).Status.ShouldBe(HttpStatusCode.OK);
        _device.Count = 3;

        (await SignInAsync()).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_key_under_the_same_id_is_refused()
    {
        await AddAsync();
        var begun = await BeginAsync();
        var answer = _device.Get(begun["options"]!, Origin);
        var signature = answer["response"]!["signature"]!.GetValue<string>();
        answer["response"]!["signature"] = signature[..^4] + (signature.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");

        (await SendAsync(new { ceremony = begun["ceremony"]!.GetValue<string>(), credential = answer })).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task It_is_added_only_with_password_and_code_and_not_by_a_key()
    {
        (await _owner.StatusAsync("POST", "session/passkeys/options", new { password = "wrong", code = "000000" })).ShouldBe(HttpStatusCode.Unauthorized);
        var key = await _owner.PostAsync("keys", new { name = "ci", permissions = new[] { "account" } });
        var program = _host.NewBrowser();
        program.Key = key["secret"]!.GetValue<string>();

        (await program.StatusAsync("POST", "session/passkeys/options", new { password = IdentityHost.Password, code = Code() }))
            .ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_was_begun_for_one_is_not_finished_by_another()
    {
        var member = await _host.MemberAsync(_owner, "bob", "operator");
        var begun = await _owner.PostAsync("session/passkeys/options", new { password = IdentityHost.Password, code = Code() });
        var answer = new { ceremony = begun["ceremony"]!.GetValue<string>(), credential = _device.Create(begun["options"]!, Origin) };

        (await member.StatusAsync("POST", "session/passkeys", answer)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Removed_or_of_somebody_kept_out_it_lets_nobody_in()
    {
        var member = await _host.MemberAsync(_owner, "bob", "operator");
        var added = await AddAsync(member);
        (await _owner.StatusAsync("PATCH", $"users/{member.User}", new { isDisabled = true })).ShouldBe(HttpStatusCode.OK);
        (await SignInAsync()).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _owner.StatusAsync("PATCH", $"users/{member.User}", new { isDisabled = false })).ShouldBe(HttpStatusCode.OK);
        (await SignInAsync()).Status.ShouldBe(HttpStatusCode.OK);

        (await RemoveAsync(_owner, added)).ShouldBe(HttpStatusCode.NotFound);
        (await _owner.StatusAsync("POST", $"users/{member.User}/invitation")).ShouldBe(HttpStatusCode.OK);

        (await SignInAsync()).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task It_is_removed_only_with_password_and_code()
    {
        var added = await AddAsync();
        (await RemoveAsync(_owner, added, "another sentence at noon")).ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync()).Status.ShouldBe(HttpStatusCode.OK);

        (await RemoveAsync(_owner, added)).ShouldBe(HttpStatusCode.NoContent);

        (await SignInAsync()).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private Task<HttpStatusCode> RemoveAsync(IdentityHost.Browser who, JsonNode added, string password = IdentityHost.Password)
    {
        _host.Clock.Now += TimeSpan.FromMinutes(2);
        return who.StatusAsync("POST", $"session/passkeys/{added["id"]!.GetValue<string>()}/removal", new { password, code = who.Code() });
    }

    private string Code()
    {
        _host.Clock.Now += TimeSpan.FromMinutes(2);
        return _owner.Code();
    }

    private async Task<JsonNode> AddAsync(IdentityHost.Browser? who = null)
    {
        var browser = who ?? _owner;
        _host.Clock.Now += TimeSpan.FromMinutes(2);
        var begun = await browser.PostAsync("session/passkeys/options", new { password = IdentityHost.Password, code = browser.Code() });
        using var added = await browser.SendAsync(
            "POST",
            "session/passkeys",
            new { ceremony = begun["ceremony"]!.GetValue<string>(), credential = _device.Create(begun["options"]!, Origin), name = "Laptop" },
            ("Origin", Origin));
        added.StatusCode.ShouldBe(HttpStatusCode.OK, await added.Content.ReadAsStringAsync(Stop));
        return (await added.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
    }

    private Task<JsonNode> BeginAsync() => _host.NewBrowser().PostAsync("session/passkey/options", new { });

    private async Task<(HttpStatusCode Status, JsonNode Body)> SignInAsync(string? origin = null)
    {
        var begun = await BeginAsync();
        return await SendAsync(new { ceremony = begun["ceremony"]!.GetValue<string>(), credential = _device.Get(begun["options"]!, origin ?? Origin) });
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(object answer)
    {
        using var signedIn = await _host.NewBrowser().SendAsync("POST", "session/passkey", answer, ("Origin", Origin));
        return (signedIn.StatusCode, (await signedIn.Content.ReadFromJsonAsync<JsonNode>(Stop))!);
    }
}
