using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Axle.Models.Configuration;
using Axle.Server.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Api;

/// <summary>A server on a free port with an engine and a project of its own, asked over real HTTP.</summary>
public class ApiServer : IAsyncLifetime
{
    public const string Token = "test-token-of-one-person";
    private const string Greet = """
        name: greet
        description: Greets somebody, when a person agrees.
        version: 1.2.0
        inputs:
          who: {type: string, default: World}
        variables: {greeting: ""}
        steps:
          - {key: say, set: {greeting: "Hello ${{ inputs.who }}"}}
          - key: ask
            dependsOn: [say]
            approval:
              message: Send it?
              parameters: {copies: 1}
              editable: [copies]
        outputs:
          text: ${{ variables.greeting }}
        """;

    private const string Waiting = """
        name: waiting
        steps:
          - {key: hold, wait: {signal: go}}
        """;

    private const string Failing = """
        name: failing
        steps:
          - {key: no, fail: "It cannot be."}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-api-");
    private ServiceProvider? _axle;
    private AxleServer? _server;
    private HttpClient? _client;

    public AxleServer Server => _server!;

    public string Folder => _folder.FullName;

    public HttpClient Client => _client!;

    public IServiceProvider Axle => _axle!;

    public Uri Live => new UriBuilder(new Uri(Server.Url, "api/v1/live")) { Scheme = "ws" }.Uri;

    /// <summary>What one person shows who has the server alone; null for a server with users.</summary>
    protected virtual string? LocalToken => Token;

    public async ValueTask InitializeAsync()
    {
        var workflows = Directory.CreateDirectory(Path.Combine(Folder, ".axle", "workflows"));
        foreach (var (name, text) in new[] { ("greet", Greet), ("waiting", Waiting), ("failing", Failing) })
            File.WriteAllText(Path.Combine(workflows.FullName, $"{name}.yaml"), text);
        var feed = new RunFeed();
        var services = new ServiceCollection();
        services.AddSingleton(ModelOptions.None);
        services.AddAxle(options =>
        {
            options.ProjectDirectory = Folder;
            options.HomeDirectory = null;
            options.DatabasePath = Path.Combine(Folder, "axle.db");
            options.TakeUpRuns = true;
            options.Stored = feed.Tell;
        });
        _axle = services.BuildServiceProvider();
        _server = await AxleServer.StartAsync(
            _axle, new AxleServerOptions { Port = 0, Workspace = Folder, LocalToken = LocalToken, DrainTime = TimeSpan.FromSeconds(1) }, feed);
        _client = new HttpClient { BaseAddress = new Uri(_server.Url, "api/v1/") };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await KeyAsync(_axle));
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        if (_axle is not null)
            await _axle.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What the client shows.</summary>
    protected virtual Task<string> KeyAsync(IServiceProvider axle) => Task.FromResult(Token);

    /// <summary>Asks, and returns the status and the answer's JSON.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string address, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body is string text)
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        else if (body is not null)
            request.Content = JsonContent.Create(body);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var read = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, read.Length > 0 && read[0] is (byte)'{' or (byte)'[' ? JsonElement.Parse(read) : default);
    }

    public async Task<JsonElement> GetAsync(string address)
    {
        var (status, body) = await SendAsync("GET", address);
        status.ShouldBe(200, $"{address}: {body}");
        return body;
    }

    /// <summary>Starts a run, and returns its id.</summary>
    public async Task<string> StartAsync(string workflow, object? inputs = null)
    {
        var (status, run) = await SendAsync("POST", "runs", new { workflow, inputs });
        status.ShouldBe(202, run.ToString());
        return run.GetProperty("id").GetString()!;
    }

    /// <summary>The code of a problem, as what the test says about it.</summary>
    public async Task<(int Status, string Code)> ProblemAsync(string method, string address, object? body = null)
    {
        var (status, problem) = await SendAsync(method, address, body);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        return (status, problem.GetProperty("code").GetString()!);
    }
}
