using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Axle.Tools.Mcp;
using Axle.Tools.Mcp.Connections;
using Axle.Tools.Mcp.Settings;
using Axle.Tools.Mcp.SignIn;
using Axle.Tools.Tests.BuiltIn.Web;

namespace Axle.Tools.Tests.Mcp;

/// <summary>Signing in at a server that asks for it: authorization code, PKCE, redirect to this machine, tokens that are kept.</summary>
public sealed class Signing_in : IAsyncDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("axle-sign-in-");
    private readonly LocalServer _server;
    private string? _challenge;

    public Signing_in() => _server = new LocalServer(Answer);

    private string Url => $"http://127.0.0.1:{_server.Port}";

    private McpServerSettings Server => new("tickets") { Url = new Uri(Url + "/mcp"), Protocol = "2025-11-25", TellsCaller = false };

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _home.Delete(recursive: true);
    }

    [Fact]
    public async Task A_person_signs_in_once_and_the_tokens_are_used_from_then_on()
    {
        using var page = new SignInPage();
        using var browser = new HttpClient();
        (await ToolsAsync(s => McpSignIn.Interactive(_home.FullName, s, page, address => _ = browser.GetStringAsync(address)))).ShouldBe(["tickets.ping"]);

        (await ToolsAsync(s => McpSignIn.Kept(_home.FullName, s))).ShouldBe(["tickets.ping"]);
        _server.Requests.Count(static r => r.Head.StartsWith("GET /authorize", StringComparison.Ordinal)).ShouldBe(1);
        _challenge.ShouldNotBeNull();
        var kept = new DirectoryInfo(Path.Combine(_home.FullName, ".axle", "mcp-tokens")).GetFiles().ShouldHaveSingleItem();
        if (!OperatingSystem.IsWindows())
        {
            kept.UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            kept.Directory!.UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Tokens_are_of_one_address_and_can_be_deleted()
    {
        var tokens = new McpTokenFile(_home.FullName, Server.Url!);
        await tokens.StoreTokensAsync(
            new() { AccessToken = "t1", TokenType = "Bearer", ObtainedAt = DateTimeOffset.UnixEpoch }, TestContext.Current.CancellationToken);

        McpSignIn.Kept(_home.FullName, Server).ShouldNotBeNull();
        McpSignIn.Kept(_home.FullName, Server with { Url = new Uri(Url + "/other") }).ShouldBeNull();
        (tokens.Delete(), tokens.Delete()).ShouldBe((true, false));
        McpSignIn.Kept(_home.FullName, Server).ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_is_told_and_other_pages_are_not_answered()
    {
        using var page = new SignInPage();
        using var browser = new HttpClient();
        var answer = page.AnswerAsync(TestContext.Current.CancellationToken);

        (await browser.GetAsync(new Uri(page.Address, "/favicon.ico"), TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeFalse();
        answer.IsCompleted.ShouldBeFalse();
        await browser.GetStringAsync(new Uri(page.Address + "?error=access_denied&state=x"), TestContext.Current.CancellationToken);

        var refused = await Should.ThrowAsync<AxleException>(() => answer);
        (refused.Error.Kind, refused.Message.Contains("access_denied", StringComparison.Ordinal)).ShouldBe((ErrorKind.Authentication, true));
    }

    private async Task<string[]> ToolsAsync(Func<McpServerSettings, ModelContextProtocol.Authentication.ClientOAuthOptions?> signIn)
    {
        await using var mcp = new McpTools(
            new McpSettings([Server]) { HealthEvery = TimeSpan.Zero }, TimeProvider.System, new McpAnswers { SignIn = signIn });
        await mcp.DiscoverAsync(all: true, TestContext.Current.CancellationToken);
        mcp.Servers[0].Fault.ShouldBeNull();
        return [.. mcp.Servers[0].Tools];
    }

    private string Answer(string head, string body)
    {
        var target = new Uri(Url + head.Split(' ')[1]);
        return target.AbsolutePath switch
        {
            var path when path.StartsWith("/.well-known/oauth-protected-resource", StringComparison.Ordinal) =>
                LocalServer.Answer(JsonSerializer.Serialize(new { resource = Url + "/mcp", authorization_servers = (string[])[Url] })),
            "/.well-known/oauth-authorization-server" => LocalServer.Answer(JsonSerializer.Serialize(new
            {
                issuer = Url,
                authorization_endpoint = Url + "/authorize",
                token_endpoint = Url + "/token",
                registration_endpoint = Url + "/register",
                response_types_supported = (string[])["code"],
                grant_types_supported = (string[])["authorization_code", "refresh_token"],
                code_challenge_methods_supported = (string[])["S256"],
                token_endpoint_auth_methods_supported = (string[])["none"],
            })),
            "/register" => LocalServer.Answer("""{"client_id":"c1","token_endpoint_auth_method":"none"}""", status: 201),
            "/authorize" => Redirect(HttpUtility.ParseQueryString(target.Query)),
            "/token" => Token(HttpUtility.ParseQueryString(body)),
            "/mcp" when !head.Contains("Bearer t1", StringComparison.Ordinal) => LocalServer.Answer(
                "", status: 401, headers: $"WWW-Authenticate: Bearer resource_metadata=\"{Url}/.well-known/oauth-protected-resource\"\r\n"),
            "/mcp" when head.StartsWith("POST", StringComparison.Ordinal) => Rpc(JsonElement.Parse(body[body.IndexOf('{', StringComparison.Ordinal)..(body.LastIndexOf('}') + 1)])),
            "/mcp" => LocalServer.Answer("", status: 405),
            _ => LocalServer.Answer("", status: 404),
        };
    }

    private string Redirect(System.Collections.Specialized.NameValueCollection asked)
    {
        _challenge = asked["code_challenge_method"] == "S256" ? asked["code_challenge"] : null;
        return LocalServer.Answer("", status: 302, headers: $"Location: {asked["redirect_uri"]}?code=abc&state={Uri.EscapeDataString(asked["state"] ?? "")}\r\n");
    }

    private string Token(System.Collections.Specialized.NameValueCollection asked)
    {
        var proof = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(asked["code_verifier"] ?? "")));
        return asked["code"] == "abc" && proof == _challenge
            ? LocalServer.Answer("""{"access_token":"t1","token_type":"Bearer","expires_in":3600,"refresh_token":"r1"}""")
            : LocalServer.Answer("""{"error":"invalid_grant"}""", status: 400);
    }

    private static string Rpc(JsonElement message)
    {
        if (!message.TryGetProperty("id", out var id))
            return LocalServer.Answer("", status: 202);
        var result = message.GetProperty("method").GetString() switch
        {
            "initialize" => """{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"t","version":"1"}}""",
            "tools/list" => """{"tools":[{"name":"ping","description":"Pings.","inputSchema":{"type":"object"}}]}""",
            _ => "{}",
        };
        return LocalServer.Answer($$"""{"jsonrpc":"2.0","id":{{id.GetRawText()}},"result":{{result}}}""");
    }
}
