using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Identity;
using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Identity.SecondFactor;
using Axle.Server.Endpoints.Json;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Oidc;
using Axle.Server.Identity.Protection;
using Axle.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Axle.Server.Tests.Identity;

/// <summary>Identity over HTTP on a free port, with a real file, a clock that stands, and two endpoints to be let in to.</summary>
internal sealed class IdentityHost : IAsyncDisposable
{
    public const string Password = "four chairs sing at noon";
    public const string SetupToken = "axsetup_test";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-identity-");
    private readonly SqliteRunStore _file;
    private readonly IdentitySurface _surface;
    private readonly WebApplication _app;
    private readonly List<Browser> _browsers = [];

    private IdentityHost(RateOptions? rates, OidcOptions? oidc)
    {
        _file = SqliteRunStore.Open(Path.Combine(_folder.FullName, "axle.db"), Clock);
        rates ??= new RateOptions { Unknown = new(10_000, 20_000) };
        _surface = new IdentitySurface(_file.Identity, new IdentityOptions(), rates, Clock, oidc, SetupToken);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.Services.ConfigureHttpJsonOptions(static json => ApiJson.Set(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
        {
            RequestLimits.Set(kestrel.Limits);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        _app.Use(next => http => SecurityHeaders.AnswerAsync(http, next));
        _app.Use(static next => http => new ProblemAnswers(NullLogger.Instance).AnswerAsync(http, next));
        _app.UseRouting();
        _surface.Guard(_app);
        var api = _app.MapGroup("/api/v1");
        _surface.Map(api);
        api.MapGet("/health", static () => "ok").AllowAnyone();
        api.MapGet("/runs", static (HttpContext http) => TypedResults.Json(http.Principal().Tenant)).RequirePermission(Permission.RunsRead);
        api.MapPost("/runs", static (JsonObject body) => body).RequirePermission(Permission.RunsStart);
        api.MapGet("/forgotten", static () => "nobody said who may see this");
    }

    public SettableClock Clock { get; } = new();

    public IIdentityStore Store => _file.Identity;

    public Uri Url { get; private set; } = null!;

    public IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<IdentityHost> StartAsync(RateOptions? rates = null, OidcOptions? oidc = null)
    {
        var host = new IdentityHost(rates, oidc);
        await host._app.StartAsync(Stop);
        host.Url = new Uri(host._app.Urls.First() + "/api/v1/");
        return host;
    }

    /// <summary>A browser: keeps cookies, and sends what the page knows.</summary>
    public Browser NewBrowser()
    {
        var browser = new Browser(this);
        _browsers.Add(browser);
        return browser;
    }

    /// <summary>A server with an owner, and the owner's browser.</summary>
    public static async Task<(IdentityHost Host, Browser Owner)> SetUpAsync(OidcOptions? oidc = null)
    {
        var host = await StartAsync(oidc: oidc);
        var owner = host.NewBrowser();
        var begun = await owner.PostAsync("setup", new { token = SetupToken, user = "ann", email = "ann@example.org", password = Password });
        owner.Secret = begun["totp"]!["secret"]!.GetValue<string>();
        owner.Name = "ann";
        await owner.PostAsync("setup/confirm", new { user = "ann", code = owner.Code() });
        await owner.RememberAsync();
        return (host, owner);
    }

    /// <summary>Somebody invited by the owner, signed in.</summary>
    public async Task<Browser> MemberAsync(Browser owner, string name, string role)
    {
        var invited = await owner.PostAsync("users", new { user = name, role });
        var invitation = invited["invitation"]!.GetValue<string>();
        var member = NewBrowser();
        var begun = await member.PostAsync("invitations/accept", new { invitation, password = Password });
        member.Secret = begun["totp"]!["secret"]!.GetValue<string>();
        member.Name = name;
        await member.PostAsync("invitations/confirm", new { invitation, code = member.Code() });
        await member.RememberAsync();
        return member;
    }

    public async ValueTask DisposeAsync()
    {
        _browsers.ForEach(static b => b.Dispose());
        await _app.DisposeAsync();
        _surface.Dispose();
        await _file.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    internal sealed class Browser(IdentityHost host) : IDisposable
    {
        private readonly HttpClient _client = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress = host.Url,
        };

        public string Name { get; set; } = "";

        public string Secret { get; set; } = "";

        public string User { get; private set; } = "";

        public string? Csrf { get; set; }

        public string? Tenant { get; set; }

        public string? Key { get; set; }

        public string Code() => Totp.Code(Base32Text.Read(Secret), Totp.StepOf(host.Clock.Now));

        public async Task<JsonNode> SignInAsync(string? password = null, string? code = null)
        {
            host.Clock.Now += TimeSpan.FromMinutes(2);
            var session = await PostAsync("session", new { user = Name, password = password ?? Password, code = code ?? Code() });
            await RememberAsync();
            return session;
        }

        public void Dispose() => _client.Dispose();

        public async Task RememberAsync()
        {
            var session = await GetAsync("session");
            (Csrf, User) = (session["csrf"]!.GetValue<string>(), session["user"]!.GetValue<string>());
        }

        public async Task<JsonNode> GetAsync(string path) => await ReadAsync(await SendAsync("GET", path));

        public async Task<JsonNode> PostAsync(string path, object body) => await ReadAsync(await SendAsync("POST", path, body));

        public async Task<HttpStatusCode> StatusAsync(string method, string path, object? body = null)
        {
            using var answer = await SendAsync(method, path, body);
            return answer.StatusCode;
        }

        public async Task<(HttpStatusCode Status, string Code)> ProblemAsync(string method, string path, object? body = null)
        {
            using var answer = await SendAsync(method, path, body);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            return (answer.StatusCode, JsonNode.Parse(text)?["code"]?.GetValue<string>() ?? text);
        }

        public async Task<HttpResponseMessage> SendAsync(string method, string path, object? body = null, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (body is not null)
                request.Content = JsonContent.Create(body);
            if (Csrf is not null && headers.All(static h => h.Name != "X-Axle-CSRF"))
                request.Headers.Add("X-Axle-CSRF", Csrf);
            if (Tenant is not null)
                request.Headers.Add("X-Axle-Tenant", Tenant);
            if (Key is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
            foreach (var (name, value) in headers.Where(static h => h.Value.Length > 0))
                request.Headers.TryAddWithoutValidation(name, value);
            return await _client.SendAsync(request, Stop);
        }

        private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer)
        {
            using (answer)
            {
                var text = await answer.Content.ReadAsStringAsync(Stop);
                answer.IsSuccessStatusCode.ShouldBeTrue($"{(int)answer.StatusCode} {text}");
                return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
            }
        }
    }
}
