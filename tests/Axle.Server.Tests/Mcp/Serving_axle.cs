using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Connections;
using Axle.Library;
using Axle.Models.Configuration;
using Axle.Server.Identity;
using Axle.Server.Mcp;
using Axle.Server.Mcp.Serving;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Axle.Server.Tests.Mcp;

public sealed class Serving_axle : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-mcp-server-");
    private ServiceProvider? _host;

    public ValueTask InitializeAsync()
    {
        var workflows = Directory.CreateDirectory(Path.Combine(_folder.FullName, ".axle", "workflows"));
        File.WriteAllText(Path.Combine(workflows.FullName, "greet.yaml"), """
            name: greet
            description: Greets somebody.
            inputs:
              who: {type: string, required: true}
            steps:
              - {key: say, set: {greeting: "Hello ${{ inputs.who }}"}}
            outputs:
              text: ${{ variables.greeting }}
            variables: {greeting: ""}
            """);
        var services = new ServiceCollection();
        services.AddSingleton(ModelOptions.None);
        services.AddAxle(options =>
        {
            options.ProjectDirectory = _folder.FullName;
            options.HomeDirectory = null;
            options.DatabasePath = Path.Combine(_folder.FullName, "axle.db");
            options.TakeUpRuns = false;
        });
        _host = services.BuildServiceProvider();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task A_client_runs_a_workflow_and_reads_its_run(string revision)
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server, revision);

        var tools = (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(static t => t.Name).ToList();
        var result = await client.CallToolAsync(
            "workflow_greet", new Dictionary<string, object?> { ["inputs"] = new { who = "Ann" } }, cancellationToken: TestContext.Current.CancellationToken);
        var run = result.StructuredContent!.Value;
        var read = await client.ReadResourceAsync($"axle://runs/{run.GetProperty("runId").GetString()}", cancellationToken: TestContext.Current.CancellationToken);

        client.NegotiatedProtocolVersion.ShouldBe(revision);
        run.GetProperty("outputs").GetProperty("text").GetString().ShouldBe("Hello Ann");
        ((TextResourceContents)read.Contents[0]).Text.ShouldContain("\"completed\"");
    }

    [Theory(Timeout = 600_000)]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task A_client_that_asks_for_it_is_told_how_a_run_goes_on(string revision)
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server, revision);
        var told = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        // The library hands on messages side by side, and what a call brings for its own progress is forgotten with the answer: this stays.
        await using var listening = client.RegisterNotificationHandler(NotificationMethods.ProgressNotification, (notification, _) =>
        {
            // Others may overtake it.
            if (notification.Params!["progress"]!.GetValue<int>() == 1)
                told.TrySetResult(notification.Params);
            return ValueTask.CompletedTask;
        });

        await client.CallToolAsync(
            "workflow_greet", new Dictionary<string, object?> { ["inputs"] = new { who = "Ann" } }, new Progress<ProgressNotificationValue>(),
            cancellationToken: TestContext.Current.CancellationToken);

        var first = await told.Task.WaitAsync(TestContext.Current.CancellationToken);
        first["message"]!.GetValue<string>().ShouldStartWith("say ");
    }

    [Fact]
    public async Task A_tenant_sees_its_few_runs_among_many_of_others()
    {
        var runs = new ServedRuns(
            _host!.GetRequiredService<WorkflowEngine>(), _host!.GetRequiredService<IRunStore>(), new McpServed(_folder.FullName), views: null, audit: null,
            TimeProvider.System);
        var workflow = _host!.GetRequiredService<ProjectWorkflows>().FindByName("greet")!.Reading.Require();
        var wait = JsonElement.Parse("""{"waitSeconds":30}""");
        var inputs = JsonElement.Parse("""{"who":"Ann"}""");
        for (var i = 0; i < 8; i++)
        {
            var tenant = i is 0 or 1 ? "small" : "large";
            await runs.StartAsync(workflow, inputs, new ServedCall(wait, Caller.Nobody with { Tenant = tenant }), TestContext.Current.CancellationToken);
        }

        (await CountAsync("small", 2)).ShouldBe(2);
        (await CountAsync("small", 5)).ShouldBe(2);
        (await CountAsync("large", 3)).ShouldBe(3);
        (await CountAsync("nobody", 3)).ShouldBe(0);

        async Task<int> CountAsync(string tenant, int limit) => (await runs.ListAsync(
            limit, null, Caller.Nobody with { Tenant = tenant }, TestContext.Current.CancellationToken))["runs"]!.AsArray().Count;
    }

    [Fact]
    public async Task Faulty_arguments_and_unknown_runs_are_told_as_results()
    {
        await using var server = await StartAsync();
        await using var client = await ConnectAsync(server, "2025-11-25");

        var faulty = await client.CallToolAsync("workflow_greet", new Dictionary<string, object?> { ["inputs"] = new { } }, cancellationToken: TestContext.Current.CancellationToken);
        var unknown = await client.CallToolAsync("run_get", new Dictionary<string, object?> { ["runId"] = "nobody" }, cancellationToken: TestContext.Current.CancellationToken);

        (faulty.IsError, unknown.IsError).ShouldBe((true, true));
        ((TextContentBlock)faulty.Content[0]).Text.ShouldContain("who");
        ((TextContentBlock)unknown.Content[0]).Text.ShouldContain("run_list");
    }

    [Fact]
    public async Task A_client_over_standard_input_and_output_is_served_the_same()
    {
        var (toServer, toClient) = (new System.IO.Pipelines.Pipe(), new System.IO.Pipelines.Pipe());
        using var stop = new CancellationTokenSource();
        var serving = AxleMcp.ServeAsync(Offer(), toServer.Reader.AsStream(), toClient.Writer.AsStream(), stop.Token);
        await using (var client = await McpClient.CreateAsync(
            new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()), cancellationToken: TestContext.Current.CancellationToken))
        {
            var result = await client.CallToolAsync(
                "workflow_greet", new Dictionary<string, object?> { ["inputs"] = new { who = "Bob" } }, cancellationToken: TestContext.Current.CancellationToken);

            result.StructuredContent!.Value.GetProperty("outputs").GetProperty("text").GetString().ShouldBe("Hello Bob");
        }

        await stop.CancelAsync();
        await serving.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    [Fact]
    public async Task Without_its_key_nobody_is_let_in_and_a_session_is_its_keys_alone()
    {
        await using var server = await StartAsync(new AccessKey("A", "key-a") { Tenant = "a" }, new AccessKey("B", "key-b") { Tenant = "b" });
        using var http = new HttpClient();

        var nobody = await PostAsync(http, server.Url, Initialize, key: null);
        var begun = await PostAsync(http, server.Url, Initialize, "key-a");
        var session = begun.Headers.GetValues("Mcp-Session-Id").Single();
        var thief = await PostAsync(http, server.Url, """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""", "key-b", session);

        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        begun.StatusCode.ShouldBe(HttpStatusCode.OK);
        thief.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_page_of_another_site_is_refused()
    {
        await using var server = await StartAsync();
        using var http = new HttpClient();

        (await PostAsync(http, server.Url, Initialize, origin: "https://evil.example")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(http, server.Url, Initialize, origin: "http://localhost:3000")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_header_that_says_something_else_than_the_message_is_refused()
    {
        await using var server = await StartAsync();
        using var http = new HttpClient();
        const string Call = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"run_cancel","arguments":{"runId":"x"},"_meta":
            {"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
            """;
        using var request = Request(server.Url, Call);
        request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        request.Headers.Add("Mcp-Method", "tools/call");
        request.Headers.Add("Mcp-Name", "run_list");

        var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var said = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        said.GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-32020);
    }

    private const string Initialize = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
        """;

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient http, Uri url, string body, string? key = null, string? session = null, string? origin = null)
    {
        using var request = Request(url, body);
        if (key is not null)
            request.Headers.Add("Authorization", $"Bearer {key}");
        if (session is not null)
            request.Headers.Add("Mcp-Session-Id", session);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static HttpRequestMessage Request(Uri url, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        return request;
    }

    private Task<McpHttpServer> StartAsync(params AccessKey[] keys) =>
        McpHttpServer.StartAsync(Offer(), new McpListening { Port = 0, Keys = keys }, TimeProvider.System, TestContext.Current.CancellationToken);

    private ModelContextProtocol.Server.McpServerOptions Offer() => AxleMcp.Serve(
        _host!.GetRequiredService<WorkflowEngine>(), _host!.GetRequiredService<IRunStore>(), _host!.GetRequiredService<ConnectedAgents>(),
        _host!.GetRequiredService<ProjectWorkflows>(), new McpServed(_folder.FullName), TimeProvider.System);

    private static Task<McpClient> ConnectAsync(McpHttpServer server, string revision) => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions { Endpoint = server.Url, TransportMode = HttpTransportMode.StreamableHttp }),
        new McpClientOptions { ProtocolVersion = revision }, cancellationToken: TestContext.Current.CancellationToken);
}
