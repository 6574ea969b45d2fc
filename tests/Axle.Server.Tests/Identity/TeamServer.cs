using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Axle.Identity;
using Axle.Identity.Access;
using Axle.Identity.Keys;
using Axle.Identity.Ports;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Axle.Models.Configuration;
using Axle.Server.Identity.Protection;
using Axle.Server.Live;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Identity;

/// <summary>The whole server with users, as a team has it: its own project and file, on a free port, asked over HTTP with keys of people in tenants.</summary>
internal sealed class TeamServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServiceProvider _axle;
    private readonly RunFeed _feed;
    private readonly AxleServer _server;
    private readonly HttpClient _client;

    private TeamServer(DirectoryInfo folder, ServiceProvider axle, RunFeed feed, AxleServer server)
    {
        (_folder, _axle, _feed, _server) = (folder, axle, feed, server);
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(server.Url, "/api/v1/") };
    }

    public string Folder => _folder.FullName;

    public IServiceProvider Services => _axle;

    public IIdentityStore Identity => _axle.GetRequiredService<IIdentityStore>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TeamServer> StartAsync(
        ConversationRates? conversations = null, Action<AxleOptions>? configure = null, ModelOptions? models = null)
    {
        var folder = Directory.CreateTempSubdirectory("axle-team-");
        var (services, feed) = (new ServiceCollection(), new RunFeed());
        services.AddSingleton(models ?? ModelOptions.None);
        services.AddAxle(options =>
        {
            options.ProjectDirectory = folder.FullName;
            options.HomeDirectory = null;
            options.DatabasePath = Path.Combine(folder.FullName, "axle.db");
            options.TakeUpRuns = true;
            options.Stored = feed.Tell;
            configure?.Invoke(options);
        });
        var axle = services.BuildServiceProvider();
        var options = new AxleServerOptions
        {
            Port = 0,
            Workspace = folder.FullName,
            Rates = new RateOptions { Unknown = new(10_000, 20_000), Known = new(10_000, 20_000) },
            Conversations = conversations ?? new ConversationRates(),
            DrainTime = TimeSpan.FromSeconds(1),
        };
        return new TeamServer(folder, axle, feed, await AxleServer.StartAsync(axle, options, feed, TimeProvider.System, cancellationToken: Stop));
    }

    /// <summary>Somebody who works in a tenant, and their key, which may do all that they may.</summary>
    public async Task<(string User, string Key)> MemberAsync(string name, Role role, string tenant = Scope.DefaultTenant, bool isOwner = false)
    {
        var (now, id) = (TimeProvider.System.GetUtcNow(), "usr_" + name);
        if (await Identity.FindTenantAsync(tenant, Stop) is null)
            await Identity.AddTenantAsync(new Tenant(tenant, tenant, now), Stop);
        await Identity.AddUserAsync(new User(id, name) { Email = $"{name}@example.org", PasswordHash = "none", CreatedAt = now, IsOwner = isOwner }, onlyAsFirst: false, Stop);
        await Identity.SetRoleAsync(new Member(tenant, id, role), Stop);
        var who = new Principal(id, tenant, isOwner ? RolePermissions.Owner : RolePermissions.Of(role));
        var made = await new ApiKeyBook(Identity, new IdentityOptions(), TimeProvider.System).CreateAsync(who, "all", [.. who.Permissions], null, Stop);
        return (id, made.Secret);
    }

    public async Task<(int Status, JsonNode? Body, string Text)> SendAsync(
        string method, string address, string key, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _client.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return ((int)answer.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null, text);
    }

    /// <summary>Puts a workflow into the project, as somebody does who writes it; returns its name.</summary>
    public string Write(string yaml) => WriteWorkflow(Folder, yaml);

    /// <summary>Puts a workflow into a project; returns its name.</summary>
    public static string WriteWorkflow(string project, string yaml)
    {
        var name = yaml.Split('\n')[0]["name: ".Length..].Trim();
        var folder = Directory.CreateDirectory(Path.Combine(project, ".axle", "workflows")).FullName;
        File.WriteAllText(Path.Combine(folder, $"{name}.yaml"), yaml);
        return name;
    }

    /// <summary>Says something to an agent, and listens until a person is asked about it.</summary>
    /// <returns>The run.</returns>
    public async Task<string> TalkUntilAskedAsync(string agent, string key, object said)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"agents/{agent}/chat") { Content = JsonContent.Create(said) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        while (await stream.ReadLineAsync(Stop) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonNode.Parse(line["data: ".Length..])! is var told
                && told["name"]?.GetValue<string>() == "approval")
                return told["value"]!["run"]!.GetValue<string>();
        }

        throw new InvalidOperationException("The run ended, and nobody was asked.");
    }

    /// <summary>Calls a method of MCP of the newest revision, and reads what comes until the answer.</summary>
    /// <returns>Every message, the answer last.</returns>
    public async IAsyncEnumerable<JsonNode> McpAsync(string key, string method, string? name = null, JsonObject? parameters = null)
    {
        parameters ??= [];
        parameters["_meta"] = new JsonObject
        {
            ["io.modelcontextprotocol/protocolVersion"] = "2026-07-28",
            ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
            ["progressToken"] = 1,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp");
        request.Content = JsonContent.Create(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters });
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        request.Headers.Add("Mcp-Method", method);
        if (name is not null)
            request.Headers.Add("Mcp-Name", name);
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        while (await lines.ReadLineAsync(Stop).AsTask().WaitAsync(TimeSpan.FromMinutes(5), Stop) is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
                yield return JsonNode.Parse(line["data: ".Length..])!;
            else if (line.StartsWith('{'))
                yield return JsonNode.Parse(line)!;
        }
    }

    /// <summary>Has a tool of MCP called.</summary>
    /// <returns>What it returned.</returns>
    public async Task<JsonNode> CallToolAsync(string key, string tool, JsonObject arguments) =>
        (await McpAsync(key, "tools/call", tool, new JsonObject { ["name"] = tool, ["arguments"] = arguments }).LastAsync(Stop))["result"]!;

    /// <summary>Waits until a run has ended.</summary>
    public async Task EndAsync(string run)
    {
        var store = _axle.GetRequiredService<IRunStore>();
        await foreach (var _ in new RunFollowing(_feed, store).FollowAsync(new RunId(run), 0, Stop))
        {
            // Until its end, there is an event to come.
        }
    }

    /// <summary>Every endpoint: its method and its route.</summary>
    public IEnumerable<(string Method, string Route)> Endpoints =>
        from endpoint in _server.Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, endpoint.RoutePattern.RawText!);

    /// <summary>Waits until a run has asked a person something, so many times.</summary>
    public Task AskedAsync(string run, int times = 1) => HappenedAsync<ApprovalRequested>(run, times);

    /// <summary>Waits until something has happened to a run, so many times.</summary>
    public async Task HappenedAsync<T>(string run, int times = 1)
        where T : RunEvent
    {
        await foreach (var recorded in new RunFollowing(_feed, _axle.GetRequiredService<IRunStore>()).FollowAsync(new RunId(run), 0, Stop))
        {
            if (recorded.Event is T && --times == 0)
                return;
        }
    }

    /// <summary>What the live socket tells of a run until it has told all that was.</summary>
    public async Task<string> WatchAsync(string key, string run)
    {
        using var socket = await OpenLiveAsync(key);
        var ask = $$"""{"type":"subscribe","id":"1","topic":"run","run":"{{run}}","after":0}""";
        await socket.SendAsync(Encoding.UTF8.GetBytes(ask), WebSocketMessageType.Text, endOfMessage: true, Stop);
        var (told, buffer) = (new StringBuilder(), new byte[16 * 1024]);
        while (!told.ToString().Contains("\"ready\"", StringComparison.Ordinal))
            told.Append(Encoding.UTF8.GetString(buffer, 0, (await socket.ReceiveAsync(buffer.AsMemory(), Stop)).Count));
        return told.ToString();
    }

    /// <summary>A live socket that watches nothing yet.</summary>
    public async Task<ClientWebSocket> OpenLiveAsync(string key)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        await socket.ConnectAsync(new UriBuilder(new Uri(_server.Url, "/api/v1/live")) { Scheme = "ws" }.Uri, Stop);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _axle.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
