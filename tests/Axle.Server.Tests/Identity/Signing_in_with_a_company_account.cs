using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Server.Identity.Oidc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Identity;

/// <summary>Signing in at a provider that speaks the protocol, on a port of this machine, and one that lies.</summary>
public sealed class Signing_in_with_a_company_account
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task Somebody_of_the_company_joins_and_is_the_same_person_the_next_time(string algorithm)
    {
        await using var provider = await Provider.StartAsync(algorithm);
        var (host, owner) = await IdentityHost.SetUpAsync(provider.Options("default"));
        await using var _ = host;
        var first = await SignInAsync(host, provider);
        first["name"]!.GetValue<string>().ShouldBe("olga");
        first["roles"]![0]!.GetValue<string>().ShouldBe("operator");
        (await SignInAsync(host, provider))["user"]!.GetValue<string>().ShouldBe(first["user"]!.GetValue<string>());
        (await owner.GetAsync("audit?all=true&actor=" + first["user"]!.GetValue<string>()))["items"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_not_known_is_let_in_only_where_that_is_wanted()
    {
        await using var provider = await Provider.StartAsync("RS256");
        var (host, _) = await IdentityHost.SetUpAsync(provider.Options(joinTenant: null));
        await using var started = host;
        (await ReturnAsync(host, provider)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("nonce", "\"another\"")]
    [InlineData("aud", "\"another\"")]
    [InlineData("aud", "[\"axle\",\"another\"]")]
    [InlineData("iss", "\"https://another.example\"")]
    [InlineData("exp", "1")]
    [InlineData("exp", "\"soon\"")]
    [InlineData("iat", "99999999999")]
    [InlineData("sub", "\"\"")]
    public async Task A_token_that_says_something_else_is_not_believed(string claim, string value)
    {
        await using var provider = await Provider.StartAsync("RS256");
        provider.Change = claims => claims[claim] = JsonNode.Parse(value);
        var (host, _) = await IdentityHost.SetUpAsync(provider.Options("default"));
        await using var started = host;
        (await ReturnAsync(host, provider)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("forged")]
    [InlineData("unknown key")]
    [InlineData("no jwt")]
    public async Task A_token_that_the_provider_did_not_sign_is_not_believed(string lie)
    {
        await using var provider = await Provider.StartAsync("RS256");
        provider.Lie = lie;
        var (host, _) = await IdentityHost.SetUpAsync(provider.Options("default"));
        await using var started = host;
        (await ReturnAsync(host, provider)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_browser_and_a_second_use_get_nobody_in()
    {
        await using var provider = await Provider.StartAsync("RS256");
        var (host, _) = await IdentityHost.SetUpAsync(provider.Options("default"));
        await using var started = host;
        var browser = host.NewBrowser();
        var callback = await AtProviderAsync(host, provider, browser);
        (await host.NewBrowser().StatusAsync("GET", callback)).ShouldBe(HttpStatusCode.Unauthorized, "the browser that did not begin it");
        (await browser.StatusAsync("GET", callback)).ShouldBe(HttpStatusCode.Unauthorized, "it is used");
        var again = await AtProviderAsync(host, provider, browser);
        (await browser.StatusAsync("GET", again)).ShouldBe(HttpStatusCode.Redirect);
        (await browser.StatusAsync("GET", again)).ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.StatusAsync("GET", "session/oidc/callback?state=x&code=y")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void An_issuer_without_TLS_is_refused() => Should.Throw<AxleException>(
        () => new OidcOptions { Issuer = new Uri("http://login.example.org"), ClientId = "axle" }.Validate());

    private static async Task<JsonNode> SignInAsync(IdentityHost host, Provider provider)
    {
        var browser = host.NewBrowser();
        (await browser.StatusAsync("GET", await AtProviderAsync(host, provider, browser))).ShouldBe(HttpStatusCode.Redirect);
        return await browser.GetAsync("session");
    }

    private static async Task<HttpStatusCode> ReturnAsync(IdentityHost host, Provider provider)
    {
        var browser = host.NewBrowser();
        return await browser.StatusAsync("GET", await AtProviderAsync(host, provider, browser));
    }

    /// <summary>Goes to the provider, and says where it sends the browser back to.</summary>
    private static async Task<string> AtProviderAsync(IdentityHost host, Provider provider, IdentityHost.Browser browser)
    {
        using var begun = await browser.SendAsync("GET", "session/oidc");
        begun.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        begun.Headers.Location!.GetLeftPart(UriPartial.Authority).ShouldBe(provider.Issuer.GetLeftPart(UriPartial.Authority));
        using var person = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await person.GetAsync(begun.Headers.Location, Stop);
        var back = answer.Headers.Location!;
        back.GetLeftPart(UriPartial.Path).ShouldBe(new Uri(host.Url, "session/oidc/callback").ToString());
        return back.PathAndQuery[1..].Replace("api/v1/", "", StringComparison.Ordinal);
    }

    /// <summary>A provider of OpenID Connect with one person, who agrees to everything.</summary>
    private sealed class Provider : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly RSA _rsa = RSA.Create(2048);
        private readonly RSA _another = RSA.Create(2048);
        private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private readonly Dictionary<string, IQueryCollection> _codes = new(StringComparer.Ordinal);
        private readonly string _algorithm;

        private Provider(string algorithm)
        {
            _algorithm = algorithm;
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.Services.AddRouting();
            builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            _app = builder.Build();
            _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
            {
                issuer = Issuer.ToString().TrimEnd('/'),
                authorization_endpoint = new Uri(Issuer, "authorize"),
                token_endpoint = new Uri(Issuer, "token"),
                jwks_uri = new Uri(Issuer, "keys"),
            }));
            _app.MapGet("/keys", () => Results.Json(new { keys = new[] { Key() } }));
            _app.MapGet("/authorize", Authorize);
            _app.MapPost("/token", TokenAsync);
        }

        public Uri Issuer => new(_app.Urls.First());

        public Action<JsonObject>? Change { get; set; }

        public string? Lie { get; set; }

        public static async Task<Provider> StartAsync(string algorithm)
        {
            var provider = new Provider(algorithm);
            await provider._app.StartAsync(Stop);
            return provider;
        }

        public OidcOptions Options(string? joinTenant) =>
            new() { Issuer = Issuer, ClientId = "axle", ClientSecret = "s3:cret", JoinTenant = joinTenant, JoinRole = Role.Operator };

        public async ValueTask DisposeAsync()
        {
            await _app.DisposeAsync();
            _rsa.Dispose();
            _another.Dispose();
            _curve.Dispose();
        }

        private IResult Authorize(HttpRequest request)
        {
            var query = request.Query;
            if (query["response_type"] != "code" || query["client_id"] != "axle" || query["code_challenge_method"] != "S256" || !query["scope"].ToString().Contains("openid"))
                return Results.BadRequest();
            var code = Guid.NewGuid().ToString("N");
            _codes[code] = query;
            return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"]!, new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
        }

        private async Task<IResult> TokenAsync(HttpRequest request)
        {
            var form = await request.ReadFormAsync(Stop);
            var secret = Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers.Authorization.ToString()["Basic ".Length..]));
            var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
            if (!_codes.Remove(form["code"].ToString(), out var asked) || challenge != asked["code_challenge"] || form["redirect_uri"] != asked["redirect_uri"]
                || secret != "axle:s3%3Acret" || form["grant_type"] != "authorization_code")
                return Results.BadRequest();
            return Results.Json(new { access_token = "x", token_type = "Bearer", id_token = Token(asked["nonce"]!) });
        }

        private string Token(string nonce)
        {
            var now = new SettableClock().Now.ToUnixTimeSeconds();
            var claims = new JsonObject
            {
                ["iss"] = Issuer.ToString().TrimEnd('/'),
                ["aud"] = "axle",
                ["sub"] = "person-7",
                ["nonce"] = nonce,
                ["iat"] = now,
                ["exp"] = now + 3600,
                ["preferred_username"] = "Olga",
                ["email"] = "olga@company.example",
            };
            Change?.Invoke(claims);
            var algorithm = Lie is "none" or "HS256" ? Lie : _algorithm;
            var header = new JsonObject { ["alg"] = algorithm, ["kid"] = Lie == "unknown key" ? "k2" : "k1" };
            var signed = $"{Part(header)}.{Part(claims)}";
            var bytes = Encoding.ASCII.GetBytes(signed);
            var signature = Lie switch
            {
                "none" => [],
                "HS256" => HMACSHA256.HashData(_rsa.ExportRSAPublicKey(), bytes),
                "forged" => _another.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                _ when _algorithm == "ES256" => _curve.SignData(bytes, HashAlgorithmName.SHA256),
                _ => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            };
            return Lie == "no jwt" ? "not.a.jwt" : $"{signed}.{Base64Url.EncodeToString(signature)}";
        }

        private object Key()
        {
            if (_algorithm == "ES256")
            {
                var point = _curve.ExportParameters(false).Q;
                return new { kty = "EC", crv = "P-256", kid = "k1", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) };
            }

            var rsa = _rsa.ExportParameters(false);
            return new { kty = "RSA", kid = "k1", n = Base64Url.EncodeToString(rsa.Modulus), e = Base64Url.EncodeToString(rsa.Exponent) };
        }

        private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }
}
