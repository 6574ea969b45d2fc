using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Axle.Agents.Connections;
using Axle.Agents.Routing;
using Axle.Agents.Standing;
using Axle.Models.Configuration;
using Axle.Server.Live;
using Axle.Server.Tests.Api;
using Axle.Workflows.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Axle.Server.Tests.AgentConnections;

/// <summary>A real server that agents connect to, on a free port with a project of its own; it can be started anew over the same database.</summary>
internal sealed class AgentStage : IAsyncDisposable
{
    private const string Token = ApiServer.Token;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-agents-");
    private readonly ConnectionOptions _options;
    private ServiceProvider? _axle;
    private AxleServer? _server;
    private HttpClient? _client;
    private readonly int _port = FreePort.Choose();

    private AgentStage(ConnectionOptions options) => _options = options;

    /// <summary>With these nobody passes for lost who is only slow.</summary>
    public static ConnectionOptions Patient { get; } = new() { Lease = TimeSpan.FromMinutes(10), Patience = TimeSpan.FromMinutes(10) };

    public Uri Url => _server!.Url;

    public static string Key => Token;

    public Uri Socket => new UriBuilder(new Uri(Url, "api/v1/agents/connect")) { Scheme = "ws" }.Uri;

    public Uri Live => new UriBuilder(new Uri(Url, "api/v1/live")) { Scheme = "ws" }.Uri;

    public ConnectedAgents Agents => _axle!.GetRequiredService<ConnectedAgents>();

    /// <summary>The agents as another server over the same store knows them.</summary>
    public ConnectedAgents AgentsElsewhere() => new(
        _axle!.GetRequiredService<AgentRouter>, _axle!.GetRequiredService<AgentBook>(), _axle!.GetRequiredService<IValueStore>, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<AgentStage> StartAsync(ConnectionOptions? options = null)
    {
        var stage = new AgentStage(options ?? Patient);
        await stage.StartAsync();
        return stage;
    }

    /// <summary>Stops the server and its engine as a process that ends does, and starts both again at the same address.</summary>
    /// <param name="meanwhile">Done while nobody is there.</param>
    /// <param name="beforeRuns">Done when the server answers, before the runs that were under way are taken up.</param>
    public async Task RestartAsync(Action? meanwhile = null, Func<Task>? beforeRuns = null)
    {
        await StopAsync();
        meanwhile?.Invoke();
        await StartAsync(beforeRuns);
    }

    public Task<AgentPeer> ConnectAsync(object registration) => AgentPeer.ConnectAsync(Socket, Token, registration);

    /// <summary>Starts a run of a workflow as text, and returns its id.</summary>
    public async Task<string> RunAsync(string yaml)
    {
        using var answer = await _client!.PostAsJsonAsync("runs", new { yaml }, Stop);
        var run = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        ((int)answer.StatusCode).ShouldBe(202, run.ToString());
        return run.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> GetAsync(string address) => await _client!.GetFromJsonAsync<JsonElement>(address, Stop);

    public Task<HttpResponseMessage> PostAsync(string address, object body) => _client!.PostAsJsonAsync(address, body, Stop);

    public Task<HttpResponseMessage> DeleteAsync(string address) => _client!.DeleteAsync(new Uri(address, UriKind.Relative), Stop);

    /// <summary>Waits for the end of a run.</summary>
    public async Task<JsonElement> EndOfAsync(string run)
    {
        using var live = await LiveClient.ConnectAsync(Live);
        await live.SayAsync(new { type = "subscribe", id = "1", topic = "run", run });
        string happened;
        do
            happened = (await live.HearAsync("event")).GetProperty("event").GetProperty("type").GetString()!;
        while (happened is not ("run-completed" or "run-failed" or "run-cancelled"));
        return await GetAsync($"runs/{run}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(Func<Task>? beforeRuns = null)
    {
        var feed = new RunFeed();
        var services = new ServiceCollection();
        services.AddSingleton(ModelOptions.None);
        services.AddAxle(options =>
        {
            options.ProjectDirectory = _folder.FullName;
            options.HomeDirectory = null;
            options.DatabasePath = Path.Combine(_folder.FullName, "axle.db");
            options.Stored = feed.Tell;
        });
        _axle = services.BuildServiceProvider();
        var served = new AxleServerOptions
        {
            Port = _port,
            Workspace = _folder.FullName,
            LocalToken = Token,
            DrainTime = TimeSpan.FromSeconds(1),
            Agents = _options,
        };
        _server = await AxleServer.StartAsync(_axle, served, feed, cancellationToken: Stop);
        if (beforeRuns is not null)
            await beforeRuns();
        // Runs that were under way are taken up.
        foreach (var background in _axle.GetServices<IHostedService>())
            await background.StartAsync(Stop);
        _client = new HttpClient { BaseAddress = new Uri(_server.Url, "api/v1/") };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    private async Task StopAsync()
    {
        _client?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        if (_axle is not null)
            await _axle.DisposeAsync();
    }
}
