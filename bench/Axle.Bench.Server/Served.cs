using System.Net.Http.Headers;
using System.Security.Cryptography;
using Axle.Models.Configuration;
using Axle.Server;
using Axle.Server.Live;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Bench.Server;

/// <summary>A server over a database in a folder, and a client of it.</summary>
internal sealed class Served : IAsyncDisposable
{
    public const string Token = "bench-token-of-one-person";
    private readonly ServiceProvider _axle;
    private readonly AxleServer _server;

    private Served(ServiceProvider axle, AxleServer server)
    {
        (_axle, _server) = (axle, server);
        Client = new HttpClient { BaseAddress = new Uri(server.Url, "api/v1/") };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public HttpClient Client { get; }

    public Uri Url => _server.Url;

    public WorkflowEngine Engine => _axle.GetRequiredService<WorkflowEngine>();

    public Uri Live => new UriBuilder(new Uri(_server.Url, "api/v1/live")) { Scheme = "ws" }.Uri;

    /// <summary>The finished runs there are, counted as lists show them.</summary>
    public async Task<int> CompletedAsync()
    {
        var (store, count, before) = (_axle.GetRequiredService<IRunStore>(), 0, (RunId?)null);
        while (true)
        {
            var rows = await store.ListRunsAsync(new RunQuery([RunStatus.Completed], Limit: 1000, Before: before), CancellationToken.None);
            count += rows.Count;
            if (rows.Count < 1000)
                return count;
            before = rows[^1].Run;
        }
    }

    /// <summary>Serves a database.</summary>
    /// <param name="folder">Where it is, or is made.</param>
    /// <param name="isEncrypted">Whether values are encrypted; the key lies beside it.</param>
    public static async Task<Served> StartAsync(string folder, bool isEncrypted)
    {
        var workflows = Directory.CreateDirectory(Path.Combine(folder, ".axle", "workflows"));
        File.WriteAllText(Path.Combine(workflows.FullName, "quick.yaml"), """
            name: quick
            variables: {a: 0, b: 0}
            steps:
              - {key: one, set: {a: 1}}
              - {key: two, dependsOn: [one], set: {b: 2}}
              - {key: three, dependsOn: [two], set: {a: 3}}
            outputs: {sum: "${{ variables.a }}"}
            """);
        File.WriteAllText(Path.Combine(workflows.FullName, "waiting.yaml"), """
            name: waiting
            steps:
              - {key: hold, wait: {signal: go}}
            """);
        var feed = new RunFeed();
        var services = new ServiceCollection();
        services.AddSingleton(ModelOptions.None);
        services.AddAxle(options =>
        {
            options.ProjectDirectory = folder;
            options.HomeDirectory = null;
            options.DatabasePath = Path.Combine(folder, "axle.db");
            options.Stored = feed.Tell;
            options.EncryptionKeys = isEncrypted ? $"file:{KeysOf(folder)}" : null;
        });
        var axle = services.BuildServiceProvider();
        return new Served(axle, await AxleServer.StartAsync(axle, new AxleServerOptions { Port = 0, Workspace = folder, LocalToken = Token }, feed));
    }

    private static string KeysOf(string folder)
    {
        var keys = Path.Combine(folder, "keys");
        if (!File.Exists(keys))
            File.WriteAllText(keys, $"bench:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}");
        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await _axle.DisposeAsync();
    }
}
