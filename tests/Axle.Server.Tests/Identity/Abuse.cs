using System.Net;
using System.Net.Sockets;
using System.Text;
using Axle.Server.Identity.Protection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Axle.Server.Tests.Identity;

/// <summary>What docs/security.md answers, tried.</summary>
public sealed class Abuse
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_bad_sign_ins_are_a_handful_of_guesses()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var (answers, stranger) = (new HttpStatusCode[10_000], host.NewBrowser());
        await Parallel.ForAsync(0, answers.Length, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Stop }, async (i, _) =>
            answers[i] = await stranger.StatusAsync("POST", "session", new { user = "ann", password = $"guess number {i:00000}", code = "123456" }));
        answers.Count(static a => a == HttpStatusCode.Unauthorized).ShouldBe(6);
        answers.Count(static a => a == HttpStatusCode.TooManyRequests).ShouldBe(9_994);
        (await owner.StatusAsync("GET", "session")).ShouldBe(HttpStatusCode.OK, "whoever is signed in goes on");
        host.Clock.Now += TimeSpan.FromMinutes(15);
        await owner.SignInAsync();
    }

    [Fact]
    public async Task Names_are_not_found_out_by_guessing()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        var known = await owner.SendAsync("POST", "session", new { user = "ann", password = "some other sentence", code = "123456" });
        var unknown = await owner.SendAsync("POST", "session", new { user = "zoe", password = "some other sentence", code = "123456" });
        known.StatusCode.ShouldBe(unknown.StatusCode);
        Without(await known.Content.ReadAsStringAsync(Stop)).ShouldBe(Without(await unknown.Content.ReadAsStringAsync(Stop)));
        static string Without(string problem) => System.Text.RegularExpressions.Regex.Replace(problem, "\"requestId\":\"[^\"]*\"", "");
    }

    [Fact]
    public async Task Every_answer_tells_browsers_what_not_to_do()
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        foreach (var path in (string[])["session", "health", "nothing-here", "runs"])
        {
            using var answer = await owner.SendAsync("GET", path);
            string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
            Header("Content-Security-Policy").ShouldContain("default-src 'none'");
            Header("Content-Security-Policy").ShouldContain("frame-ancestors 'none'");
            Header("X-Content-Type-Options").ShouldBe("nosniff");
            Header("X-Frame-Options").ShouldBe("DENY");
            Header("Referrer-Policy").ShouldBe("no-referrer");
            Header("Cache-Control").ShouldContain("no-store");
            Header("Server").ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_body_that_is_too_large_and_headers_that_are_too_large_are_refused()
    {
        var (host, _) = await IdentityHost.SetUpAsync();
        await using var started = host;
        // The body itself is not sent: a server that refuses it may close the connection while it still comes.
        (await RawAsync(
            host, $"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {2 * 1024 * 1024}\r\n\r\n"))
            .ShouldStartWith("HTTP/1.1 413");
        (await RawAsync(host, $"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Much: {new string('x', 40_000)}\r\n\r\n")).ShouldStartWith("HTTP/1.1 431");
        (await RawAsync(host, $"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 414");
        var many = string.Concat(Enumerable.Range(0, 150).Select(static i => $"X-{i}: 1\r\n"));
        (await RawAsync(host, $"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{many}\r\n")).ShouldStartWith("HTTP/1.1 431");
    }

    [Theory]
    [InlineData("Content-Length: 3\r\nContent-Length: 60\r\n\r\n")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Content-Length: 3\r\nTransfer-Encoding : chunked\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n")]
    [InlineData("Content-Length: 3\r\n X-Folded: 1\r\n\r\n")]
    public async Task A_request_whose_size_can_be_read_in_two_ways_is_refused(string headers)
    {
        await using var host = await IdentityHost.StartAsync();
        var answer = await RawAsync(host, $"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\n{headers}abcGET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        answer.ShouldStartWith("HTTP/1.1 4");
        answer.ShouldNotContain("HTTP/1.1 200");
    }

    [Fact]
    public async Task A_body_hides_no_second_request()
    {
        await using var host = await IdentityHost.StartAsync();
        const string Hidden = "0\r\n\r\nGET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        var answer = await RawAsync(
            host, $"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Hidden.Length}\r\nTransfer-Encoding: chunked\r\n\r\n{Hidden}");
        answer.ShouldNotContain("HTTP/1.1 200");
    }

    [Fact]
    public void A_slow_client_is_cut_off()
    {
        var limits = new KestrelServerLimits();
        RequestLimits.Set(limits);
        limits.RequestHeadersTimeout.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(15));
        limits.MinRequestBodyDataRate!.BytesPerSecond.ShouldBeGreaterThanOrEqualTo(240);
        limits.MinResponseDataRate!.BytesPerSecond.ShouldBeGreaterThanOrEqualTo(100);
    }

    [Theory]
    [InlineData("/api/v1/users/../../../etc/passwd")]
    [InlineData("/api/v1/users/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("/api/v1/users/..%5c..%5cwindows")]
    [InlineData("//api/v1/users")]
    [InlineData("/api/v1/USERS/%00")]
    public async Task Tricks_with_paths_reach_nothing(string path)
    {
        var (host, _) = await IdentityHost.SetUpAsync();
        await using var started = host;
        var answer = await RawAsync(host, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        answer.ShouldMatch("^HTTP/1.1 (400|401|404)");
        answer.ShouldNotContain("root:");
    }

    [Theory]
    [InlineData("ann' OR '1'='1")]
    [InlineData("ann\"; DROP TABLE users; --")]
    [InlineData("{{7*7}}")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("ann\r\nSet-Cookie: axle_session=x")]
    [InlineData("ann\u0000")]
    public async Task Injection_in_a_field_is_text_or_refused(string text)
    {
        var (host, owner) = await IdentityHost.SetUpAsync();
        await using var _ = host;
        (await owner.StatusAsync("POST", "session", new { user = text, password = text, code = text })).ShouldBe(HttpStatusCode.Unauthorized);
        (await owner.StatusAsync("POST", "users", new { user = text, role = "viewer" })).ShouldBe(HttpStatusCode.BadRequest);
        (await owner.StatusAsync("POST", "tenants", new { id = text, name = "x" })).ShouldBe(HttpStatusCode.BadRequest);
        (await owner.StatusAsync("GET", "users/" + Uri.EscapeDataString(text))).ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
        (await owner.StatusAsync("GET", "users?cursor=" + Uri.EscapeDataString(text))).ShouldBe(HttpStatusCode.OK);
        using var answer = await owner.SendAsync("POST", "keys", new { name = text, permissions = new[] { "runsRead" } });
        answer.Content.Headers.ContentType!.MediaType.ShouldBeOneOf("application/json", "application/problem+json");
        (await owner.StatusAsync("GET", "session")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Too_many_requests_of_a_stranger_are_told_to_wait()
    {
        await using var host = await IdentityHost.StartAsync(new RateOptions { Unknown = new(1, 10) });
        var nobody = host.NewBrowser();
        // The bucket fills up by one a second meanwhile, however slow the machine is: it is emptied in the end.
        while (true)
        {
            using var answer = await nobody.SendAsync("GET", "health");
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                continue;
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            return;
        }
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"user\":5}")]
    [InlineData("{\"user\":{\"user\":{\"user\":{}}}}")]
    public async Task A_body_that_is_not_what_is_asked_for_is_told_so(string body)
    {
        await using var host = await IdentityHost.StartAsync();
        var answer = await RawAsync(
            host, $"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        answer.ShouldStartWith("HTTP/1.1 400");
        answer.ShouldContain("application/problem+json");
    }

    private static async Task<string> RawAsync(IdentityHost host, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Url.Host, host.Url.Port, Stop);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Stop);
        var buffer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(buffer, Stop);
        }
        catch (IOException)
        {
            // The server has cut the connection; what came before is what counts.
        }

        return Encoding.Latin1.GetString(buffer.ToArray());
    }
}
