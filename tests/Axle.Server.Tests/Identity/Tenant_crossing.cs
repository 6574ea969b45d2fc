using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Agents.Connections;
using Axle.Agents.Escalation;
using Axle.Identity;
using Axle.Identity.Access;
using Axle.Identity.Keys;
using Axle.Identity.Passkeys;
using Axle.Identity.Ports;
using Axle.Identity.Sessions;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Axle.Models.Configuration;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Protection;
using Axle.Server.Live;
using Axle.Server.Tests.AgentConnections;
using Axle.Workflows.Ports;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Identity;

/// <summary>
/// Every endpoint of the real server, taken from its own table, tried by who must not get in: without a key, with an ended session, an expired key, a key
/// that may do nothing, and by an admin of another tenant. A new endpoint with parameters fails here until this class says what to try it with.
/// </summary>
public sealed partial class Tenant_crossing : IAsyncLifetime
{
    private const string Marker = "acme-marker";

    private const string Workflow = $$"""
        name: {{Marker}}
        steps:
          - key: ask
            approval: {{Marker}} question
        """;

    /// <summary>Bodies without which an endpoint looks no further.</summary>
    private static readonly Dictionary<string, object> Bodies = new(StringComparer.Ordinal)
    {
        ["POST /api/v1/runs/{id}/rollback"] = new { to = "1" },
        ["POST /api/v1/session/passkeys/{id}/removal"] = new { password = "guess", code = "000000" },
        ["POST /api/v1/runs/{id}/forks"] = new { at = "1" },
        ["POST /api/v1/runs/{id}/signals"] = new { name = "go" },
        ["POST /api/v1/approvals/{run}/decision"] = new { decision = "approve" },
        ["POST /api/v1/sessions/{id}/end"] = new { comment = "over" },
        ["PATCH /api/v1/users/{id}"] = new { role = "viewer" },
        ["POST /api/v1/dead-letters/{id}/resolve"] = new { step = "ask", outcome = "completed" },
        ["POST /api/v1/runs"] = new { workflow = Marker },
        ["POST /api/v1/agents/{name}/chat"] = new { message = "hello" },
        ["PUT /api/v1/workflows/{name}"] = new { yaml = "name: nothing" },
        ["POST /api/v1/budgets/{id}/raise"] = new { usd = 1 },
    };

    /// <summary>What is no tenant's own: files of the project and settings of the server. Tried with names that do not exist.</summary>
    private static readonly string[] Shared = ["agents/{name}", "workflows/{name}", "schedules/{id}", "circuits/{name}", "budgets/{id}", "scaling/{pool}"];

    /// <summary>What an endpoint wants to be asked.</summary>
    private static readonly Dictionary<string, string> Queries = new(StringComparer.Ordinal)
    {
        ["/api/v1/runs/{id}/diff"] = "with=another",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-crossing-");
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private ServiceProvider _axle = null!;
    private AxleServer _server = null!;
    private HttpClient _client = null!;
    private string _acmeKey = "", _otherKey = "", _weakKey = "", _expiredKey = "", _endedToken = "", _colleagueKey = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton(ModelOptions.None);
        services.AddAxle(options =>
        {
            options.ProjectDirectory = _folder.FullName;
            options.HomeDirectory = _folder.FullName;
            options.DatabasePath = Path.Combine(_folder.FullName, "axle.db");
        });
        _axle = services.BuildServiceProvider();
        var options = new AxleServerOptions
        {
            Port = 0,
            Workspace = _folder.FullName,
            Agents = new ConnectionOptions { Heartbeat = TimeSpan.FromMilliseconds(100), Lease = TimeSpan.FromMinutes(10) },
            Rates = new RateOptions { Unknown = new(10_000, 20_000), Known = new(10_000, 20_000) },
        };
        _server = await AxleServer.StartAsync(
            _axle, options, new RunFeed(), TimeProvider.System, cancellationToken: Stop);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _server.Url };
        await FillAsync(_axle.GetRequiredService<IIdentityStore>());
        using var started = await SendAsync("POST", "/api/v1/runs", _acmeKey, new { workflow = TeamServer.WriteWorkflow(_folder.FullName, Workflow) });
        // Files of the project are seen by all tenants; what the run keeps of it is not.
        File.Delete(Path.Combine(_folder.FullName, ".axle", "workflows", $"{Marker}.yaml"));
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync(Stop));
        var run = Id().Match(await started.Content.ReadAsStringAsync(Stop)).Groups[1].Value;
        _known["runs/{id}"] = _known["approvals/{run}"] = _known["dead-letters/{id}"] = run;
        var (_, session) = await _axle.GetRequiredService<SessionShelf>().ChangeAsync(
            "acme", "usr_ann", Marker, s => s.Opening("failures", "It failed.", (run, "ask"), TimeProvider.System.GetUtcNow()), Stop);
        _known["sessions/{id}"] = SessionShelf.IdOf(session);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _axle.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Every_endpoint_states_who_may_use_it() =>
        _server.Endpoints.Where(static e => EndpointAccess.RuleOf(e) is null).Select(static e => e.DisplayName).ShouldBeEmpty();

    [Fact]
    public async Task Nobody_is_let_in_without_a_key_or_with_one_that_is_no_good()
    {
        foreach (var (method, route, rule) in Guarded())
        {
            var path = PathOf(route);
            foreach (var key in (string?[])[null, "axle_wrong", _expiredKey])
                await ShouldBeAsync(HttpStatusCode.Unauthorized, method, path, key, route);
            using var ended = await SendAsync(method, path, null, BodyOf(method, route), ("Cookie", $"axle_session={_endedToken}"));
            ended.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {route} with an ended session");
            if (rule.Permission is not Permission.Account)
                await ShouldBeAsync(HttpStatusCode.Forbidden, method, path, _weakKey, route);
        }
    }

    [Fact]
    public async Task What_is_of_another_tenant_does_not_exist()
    {
        var faults = new List<string>();
        var admin = RolePermissions.Of(Role.Admin);
        foreach (var (method, route, rule) in Guarded())
        {
            using var answer = await SendAsync(method, PathOf(route), _otherKey, BodyOf(method, route));
            var text = await answer.Content.ReadAsStringAsync(Stop);
            // The log of one's own tenant has what one tried oneself.
            var isLeak = !route.EndsWith("/audit", StringComparison.Ordinal)
                && _known.Values.Any(id => text.Contains(id, StringComparison.Ordinal) && !PathOf(route).Contains(id, StringComparison.Ordinal))
                || text.Contains(Marker + " question", StringComparison.Ordinal) || text.Contains("ann@acme.example", StringComparison.Ordinal);
            if (isLeak)
                faults.Add($"{method} {route} shows what is of another tenant: {text}");
            else if (_known.Values.Any(PathOf(route).Contains) && answer.StatusCode != HttpStatusCode.NotFound
                && (answer.StatusCode != HttpStatusCode.Forbidden || admin.Contains(rule.Permission!.Value)))
                faults.Add($"{method} {route} answers {(int)answer.StatusCode} {text}");
        }

        faults.ShouldBeEmpty();
        var run = await _axle.GetRequiredService<IRunStore>().FindRunAsync(new RunId(_known["runs/{id}"]), Stop);
        run!.Tenant.ShouldBe("acme");
    }

    [Fact]
    public async Task Versions_and_runs_of_another_tenants_workflow_do_not_exist_even_for_whoever_knows_their_names()
    {
        using var own = await SendAsync("GET", $"/api/v1/workflows/{Marker}/versions", _acmeKey);
        var text = await own.Content.ReadAsStringAsync(Stop);
        own.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        var definition = System.Text.Json.Nodes.JsonNode.Parse(text)!["items"]![0]!["definition"]!.GetValue<string>();

        using var others = await SendAsync("GET", $"/api/v1/workflows/{Marker}/versions", _otherKey);
        others.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var runs = await SendAsync("GET", $"/api/v1/runs?definition={definition}", _otherKey);
        (await runs.Content.ReadAsStringAsync(Stop)).ShouldContain("\"items\":[]");
    }

    [Fact]
    public async Task Naming_another_tenant_is_of_no_use()
    {
        foreach (var (method, route, _) in Guarded())
        {
            using var header = await SendAsync(method, PathOf(route), _otherKey, BodyOf(method, route), ("X-Axle-Tenant", "acme"));
            header.StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{method} {route}");
            using var query = await SendAsync(method, PathOf(route) + (Queries.ContainsKey(route) ? "&" : "?") + "tenant=acme", _otherKey, BodyOf(method, route));
            query.StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{method} {route}");
        }
    }

    [Fact]
    public async Task What_all_tenants_share_is_changed_by_the_default_tenant_only()
    {
        foreach (var (method, path) in new[]
        {
            ("PUT", "/api/v1/workflows/theirs"), ("POST", "/api/v1/schedules/nightly/pause"), ("POST", "/api/v1/schedules/nightly/resume"),
            ("POST", "/api/v1/schedules/nightly/trigger"), ("POST", "/api/v1/circuits/any/reset"),
        })
        {
            using var answer = await SendAsync(method, path, _otherKey, new { yaml = "name: theirs\nsteps:\n  - {key: a, set: {b: 1}}" });
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        File.Exists(Path.Combine(_folder.FullName, ".axle", "workflows", "theirs.yaml")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_live_stream_of_another_tenant_does_not_exist_either()
    {
        var live = new UriBuilder(new Uri(_server.Url, "/api/v1/live")) { Scheme = "ws" }.Uri;
        using (var nobody = new ClientWebSocket())
            await Should.ThrowAsync<WebSocketException>(() => nobody.ConnectAsync(live, Stop));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {_otherKey}");
        await socket.ConnectAsync(live, Stop);
        var ask = $$"""{"type":"subscribe","id":"1","topic":"run","run":"{{_known["runs/{id}"]}}","after":0}""";
        await socket.SendAsync(Encoding.UTF8.GetBytes(ask), WebSocketMessageType.Text, endOfMessage: true, Stop);
        var buffer = new byte[16 * 1024];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), Stop);
        var answer = Encoding.UTF8.GetString(buffer, 0, received.Count);
        answer.ShouldContain("\"problem\"");
        answer.ShouldNotContain(Marker);
    }

    [Fact]
    public async Task An_agent_that_connects_serves_its_own_tenant_and_no_other_knows_of_it()
    {
        var url = new UriBuilder(new Uri(_server.Url, "/api/v1/agents/connect")) { Scheme = "ws" }.Uri;
        await Should.ThrowAsync<WebSocketException>(() => AgentPeer.ConnectAsync(url, _weakKey, AgentPeer.Registration("a")));
        using var theirs = await AgentPeer.ConnectAsync(url, _otherKey, AgentPeer.Registration("a"));
        const string Asks = "name: asks\nsteps:\n  - {key: say, agent: translator, action: translate, with: {text: hello}}";

        using var refused = await SendAsync("POST", "/api/v1/runs", _acmeKey, new { workflow = TeamServer.WriteWorkflow(_folder.FullName, Asks) });
        using var hidden = await SendAsync("GET", "/api/v1/agents/translator", _acmeKey);
        using var kept = await SendAsync("DELETE", "/api/v1/agents/translator", _acmeKey);
        foreach (var (method, path, body) in ((string, string, object?)[])
        [
            ("GET", "/.well-known/agent-card.json", null), ("GET", "/v1/models", null),
            ("POST", "/mcp", JsonElement.Parse("""
                {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":
                {"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
                """)),
        ])
        {
            (await NamesAsync(method, path, _otherKey, body)).ShouldBeTrue(path);
            (await NamesAsync(method, path, _acmeKey, body)).ShouldBeFalse(path);
        }

        using var ours = await AgentPeer.ConnectAsync(url, _acmeKey, AgentPeer.Registration("a", "someone-elses-task-1"));
        using var started = await SendAsync("POST", "/api/v1/runs", _acmeKey, new { workflow = TeamServer.WriteWorkflow(_folder.FullName, Asks) });
        await ours.AnswerAsync(await ours.TaskAsync(), 1, "bonjour");
        await theirs.SayAsync(new { type = "heartbeat" });

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (hidden.StatusCode, kept.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        started.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await theirs.HearAsync())!.Value.GetProperty("type").GetString().ShouldBe("heartbeat");
    }

    private async Task<bool> NamesAsync(string method, string path, string key, object? body)
    {
        (string, string)[] headers = path == "/mcp"
            ? [("Accept", "application/json, text/event-stream"), ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/list")]
            : [];
        using var answer = await SendAsync(method, path, key, body, headers);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text.Contains("translator", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_of_another_user_of_the_tenant_is_not_taken_over()
    {
        var url = new UriBuilder(new Uri(_server.Url, "/api/v1/agents/connect")) { Scheme = "ws" }.Uri;
        using var first = await AgentPeer.ConnectAsync(url, _acmeKey, AgentPeer.Registration("a"));
        using var second = await AgentPeer.ConnectAsync(url, _colleagueKey, AgentPeer.Registration("b"));
        using var removed = await SendAsync("DELETE", "/api/v1/agents/translator", _colleagueKey);

        first.Welcome.GetProperty("type").GetString().ShouldBe("registered");
        second.Welcome.GetProperty("problem").GetProperty("detail").GetString()!.ShouldContain("registered by another user");
        removed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_key_that_is_revoked_ends_the_connection_of_its_agent()
    {
        var url = new UriBuilder(new Uri(_server.Url, "/api/v1/agents/connect")) { Scheme = "ws" }.Uri;
        using var agent = await AgentPeer.ConnectAsync(url, _acmeKey, AgentPeer.Registration("a"));

        using var revoked = await SendAsync("DELETE", $"/api/v1/keys/{_known["keys/{id}"]}", _acmeKey);

        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await agent.HearAsync()).ShouldBeNull();
        agent.ClosedBecause.ShouldBe("The key or the session does not stand any more.");
    }

    [Fact]
    public async Task The_tenant_itself_sees_what_is_its_own()
    {
        foreach (var path in (string[])["/api/v1/runs", "/api/v1/approvals", "/api/v1/users", "/api/v1/keys", "/api/v1/tenants"])
        {
            using var answer = await SendAsync("GET", path, _acmeKey);
            (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain(path.EndsWith("tenants", StringComparison.Ordinal) ? "acme" : _known[path[8..] switch
            {
                "users" => "users/{id}",
                "keys" => "keys/{id}",
                "approvals" => "approvals/{run}",
                _ => "runs/{id}",
            }]);
        }
    }

    private async Task FillAsync(IIdentityStore store)
    {
        var (now, options) = (TimeProvider.System.GetUtcNow(), new IdentityOptions());
        var keys = new ApiKeyBook(store, options, TimeProvider.System);
        async Task<Principal> AdminAsync(string tenant, string name)
        {
            await store.AddTenantAsync(new Tenant(tenant, tenant, now), Stop);
            await store.AddUserAsync(new User("usr_" + name, name) { Email = $"{name}@{tenant}.example", PasswordHash = "none", CreatedAt = now }, onlyAsFirst: false, Stop);
            await store.SetRoleAsync(new Member(tenant, "usr_" + name, Role.Admin), Stop);
            return new Principal("usr_" + name, tenant, RolePermissions.Of(Role.Admin));
        }

        async Task<(ApiKey Key, string Secret)> KeyAsync(Principal who, params Permission[] permissions) =>
            await keys.CreateAsync(who, "crossing", permissions, null, Stop);

        var (ann, eve) = (await AdminAsync("acme", "ann"), await AdminAsync("other", "eve"));
        var (key, secret) = await KeyAsync(ann, [.. ann.Permissions]);
        (_acmeKey, _known["keys/{id}"], _known["users/{id}"], _known["tenants/{id}"]) = (secret, key.Id, ann.User, "acme");
        await store.AddPasskeyAsync(new Passkey([1, 2, 3], ann.User, "laptop", [4], now), Stop);
        _known["session/passkeys"] = "AQID";
        (_, _otherKey) = await KeyAsync(eve, [.. eve.Permissions]);
        (_, _weakKey) = await KeyAsync(ann, Permission.Account);
        var expired = new ApiKey("key_expired", ann.User, "acme", "old", Axle.Identity.Secrets.SecretText.Hash("axle_expired"), [.. ann.Permissions], now.AddDays(-2), now.AddDays(-1));
        await store.AddKeyAsync(expired, Stop);
        _expiredKey = "axle_expired";
        await store.AddUserAsync(new User("usr_ben", "ben") { Email = "ben@acme.example", PasswordHash = "none", CreatedAt = now }, onlyAsFirst: false, Stop);
        await store.SetRoleAsync(new Member("acme", "usr_ben", Role.Developer), Stop);
        var ben = new Principal("usr_ben", "acme", RolePermissions.Of(Role.Developer));
        (_, _colleagueKey) = await KeyAsync(ben, [.. ben.Permissions]);
        var (session, token) = await new SessionBook(store, options, TimeProvider.System).BeginAsync(ann.User, "browser", "local", Stop);
        await store.EndSessionAsync(ann.User, session.Id, Stop);
        _endedToken = token;
    }

    private IEnumerable<(string Method, string Route, AccessRule Rule)> Guarded() =>
        from endpoint in _server.Endpoints.OfType<RouteEndpoint>()
        let rule = EndpointAccess.RuleOf(endpoint)
        where rule is { Permission: not null }
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, endpoint.RoutePattern.RawText!.TrimEnd('/'), rule);

    /// <summary>The address with something of the other tenant in it.</summary>
    private string PathOf(string route)
    {
        const string Start = "/api/v1/";
        if (!route.StartsWith(Start, StringComparison.Ordinal))
            return route.Replace("{**rest}", "models", StringComparison.Ordinal);
        var (first, path) = (true, route);
        foreach (Match parameter in Parameter().Matches(route))
        {
            var group = string.Join('/', route[Start.Length..].Split('/').Take(2));
            var value = !first || Shared.Contains(group) ? "something" : _known.GetValueOrDefault(group);
            path = path.Replace(parameter.Value, value ?? throw new KeyNotFoundException($"Say in this class what {{id}} of {route} stands for."), StringComparison.Ordinal);
            first = false;
        }

        return Queries.TryGetValue(route, out var query) ? $"{path}?{query}" : path;
    }

    private static object? BodyOf(string method, string route) =>
        Bodies.GetValueOrDefault($"{method} {route}") ?? (method is "GET" or "DELETE" ? null : new { });

    private async Task ShouldBeAsync(HttpStatusCode status, string method, string path, string? key, string route)
    {
        using var answer = await SendAsync(method, path, key, BodyOf(method, route));
        answer.StatusCode.ShouldBe(status, $"{method} {route} with {key ?? "no key"}: {await answer.Content.ReadAsStringAsync(Stop)}");
    }

    private async Task<HttpResponseMessage> SendAsync(
        string method, string path, string? key, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request, Stop);
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("\"id\":\"([^\"]+)\"")]
    private static partial Regex Id();
}
