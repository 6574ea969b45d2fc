using System.Net;
using System.Text;
using Axle.Agents.Registry;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Limits;
using Axle.Server;
using Axle.Server.Identity;
using Axle.Testing.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.EndToEnd.Tests.Stores;

/// <summary>Nodes as <c>AddAxle</c> puts them together, on one real PostgreSQL, before a server that plays the provider.</summary>
public sealed class LimitsOfNodesTests : IAsyncDisposable
{
    private const string Question = """{"model":"served-model","messages":[{"role":"user","content":"Hi"}],"max_tokens":50}""";
    private readonly string _database;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-limits-");
    private readonly List<IAsyncDisposable> _open = [];

    public LimitsOfNodesTests()
    {
        Assert.SkipWhen(PostgresServer.Shared.Missing is not null, PostgresServer.Shared.Missing ?? "");
        _database = PostgresServer.Shared.CreateDatabase();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
            await open.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_key_of_the_gateway_has_one_minute_at_all_nodes_together()
    {
        var clock = new LimitClock(_database);
        await clock.MoveAsync(TimeSpan.Zero, Stop);
        var upstream = await UpstreamAsync();
        using var http = new HttpClient();
        Uri[] nodes = [await GatewayAsync(upstream, keyLimit: 4, providerLimit: null), await GatewayAsync(upstream, keyLimit: 4, providerLimit: null)];
        for (var i = 0; i < 4; i++)
            (await AskAsync(http, nodes[i % 2])).StatusCode.ShouldBe(HttpStatusCode.OK);

        foreach (var node in nodes)
        {
            var refused = await AskAsync(http, node);
            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(1));
            refused.Headers.GetValues("x-ratelimit-remaining-requests").ShouldBe(["0"]);
        }

        await clock.MoveAsync(TimeSpan.FromMinutes(1), Stop);
        (await AskAsync(http, nodes[1])).StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.RequestCount.ShouldBe(5);
    }

    [Fact]
    public async Task A_key_of_a_provider_has_one_minute_at_all_nodes_together()
    {
        var clock = new LimitClock(_database);
        await clock.MoveAsync(TimeSpan.Zero, Stop);
        var upstream = await UpstreamAsync();
        using var http = new HttpClient();
        Uri[] nodes = [await GatewayAsync(upstream, keyLimit: null, providerLimit: 3), await GatewayAsync(upstream, keyLimit: null, providerLimit: 3)];
        for (var i = 0; i < 3; i++)
            (await AskAsync(http, nodes[i % 2])).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await AskAsync(http, nodes[1])).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await AskAsync(http, nodes[0])).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        upstream.RequestCount.ShouldBe(3);
    }

    private async Task<ModelServer> UpstreamAsync()
    {
        var upstream = await ModelServer.StartAsync();
        _open.Add(upstream);
        return upstream;
    }

    private async Task<Uri> GatewayAsync(ModelServer upstream, int? keyLimit, int? providerLimit)
    {
        var local = new ProviderOptions("local", "openai-compatible")
        {
            BaseUrl = upstream.OpenAiUrl,
            DefaultModel = "served-model",
            RequestsPerMinute = providerLimit,
        };
        var models = new ModelOptions([local]);
        var services = new ServiceCollection();
        services.AddAxle(axle =>
        {
            (axle.Models, axle.TakeUpRuns, axle.HomeDirectory) = (models, false, null);
            (axle.ProjectDirectory, axle.Store) = (_folder.FullName, _database);
        });
        var node = services.BuildServiceProvider();
        _open.Add(node);
        var settings = new GatewayServerOptions
        {
            Port = 0,
            Patience = TimeSpan.Zero,
            Keys = [new AccessKey("TEST_KEY", "a-key-of-the-test") { RequestsPerMinute = keyLimit }],
            Limits = node.GetRequiredService<ILimitStore>(),
        };
        var server = await GatewayServer.StartAsync(node.GetRequiredService<ModelGateway>(), models, new AgentRegistry([]), settings, cancellationToken: Stop);
        _open.Add(server);
        return new Uri(server.Url, "v1/chat/completions");
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient http, Uri node)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, node) { Content = new StringContent(Question, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", "a-key-of-the-test");
        return await http.SendAsync(request, Stop);
    }
}
