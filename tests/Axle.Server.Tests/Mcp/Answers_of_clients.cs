using System.Text.Json;
using Axle.Agents.Connections;
using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Axle.Library;
using Axle.Models.Configuration;
using Axle.Server.Identity;
using Axle.Server.Mcp;
using Axle.Server.Mcp.Http;
using Axle.Server.Mcp.Serving;
using Axle.Server.Tests.Identity;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Axle.Server.Tests.Mcp;

/// <summary>Questions that clients of <c>ax mcp serve --approve</c> answer: keys with users, some for one tenant, some for all.</summary>
public sealed class Answers_of_clients : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-mcp-answers-");
    private ServiceProvider? _host;
    private McpHttpServer? _server;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        TeamServer.WriteWorkflow(_folder.FullName, "name: ask\nsteps:\n  - {key: now, approval: {message: Now?, assignees: [operator, vic]}}\n");
        TeamServer.WriteWorkflow(_folder.FullName, "name: anybody\nsteps:\n  - {key: now, approval: Now?}\n");
        TeamServer.WriteWorkflow(
            _folder.FullName,
            "name: later\nsteps:\n  - {key: hold, wait: {signal: go}}\n  - {key: now, dependsOn: [hold], approval: {message: Now?, assignees: [operator]}}\n");
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
        var users = _host.GetRequiredService<IIdentityStore>();
        await users.AddTenantAsync(new Tenant("acme", "acme", DateTimeOffset.UnixEpoch), Stop);
        await AddAsync("ann", "acme", Axle.Identity.Access.Role.Operator);
        await AddAsync("vic", "acme", Axle.Identity.Access.Role.Viewer);
        await AddAsync("dan", "acme", Axle.Identity.Access.Role.Operator, isDisabled: true);
        await AddAsync("elsewhere", Scope.DefaultTenant, Axle.Identity.Access.Role.Admin);
        var served = new McpServed(_folder.FullName) { MayApprove = true, Users = users };
        var offer = AxleMcp.Serve(
            _host.GetRequiredService<WorkflowEngine>(), _host.GetRequiredService<IRunStore>(), _host.GetRequiredService<ConnectedAgents>(),
            _host.GetRequiredService<ProjectWorkflows>(), served, TimeProvider.System);
        AccessKey[] keys =
        [
            new("STARTS", "starts") { Tenant = "acme" },
            .. new[] { "ann", "vic", "dan", "elsewhere", "guest", "ann@example.org" }.Select(static user => new AccessKey(user, user) { User = user }),
        ];
        _server = await McpHttpServer.StartAsync(offer, new McpListening { Port = 0, Keys = keys }, TimeProvider.System, Stop);

        async Task AddAsync(string name, string tenant, Axle.Identity.Access.Role role, bool isDisabled = false)
        {
            var user = new User($"usr_{name}", name) { Email = $"{name}@example.org", CreatedAt = DateTimeOffset.UnixEpoch, IsDisabled = isDisabled };
            await users.AddUserAsync(user, onlyAsFirst: false, Stop);
            await users.SetRoleAsync(new Member(tenant, user.Id, role), Stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_host is not null)
            await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("starts", "asks operator, vic at step 'now', and this client stands for nobody")]
    [InlineData("guest", "stands for guest, who may not answer questions of tenant 'acme'")]
    [InlineData("elsewhere", "stands for elsewhere, who may not answer questions of tenant 'acme'")]
    [InlineData("vic", "stands for vic, who may not answer questions of tenant 'acme'")]
    [InlineData("dan", "stands for dan, who may not answer questions of tenant 'acme'")]
    [InlineData("ann", null)]
    public async Task A_question_that_names_people_is_answered_by_those_who_are_meant_and_may_in_the_tenant_of_the_run(string key, string? refusal)
    {
        var run = await StartAsync("ask");
        await AskedAsync(run);

        await AnswerAsync(key, run, refusal);

        (await StatusAsync(run, refusal is null)).ShouldBe(refusal is null ? "completed" : "executing");
    }

    [Theory]
    [InlineData("starts", null)]
    [InlineData("ann@example.org", null)]
    [InlineData("guest", "who may not answer questions of tenant 'acme'")]
    [InlineData("ann", null)]
    [InlineData("vic", "who may not answer questions of tenant 'acme'")]
    public async Task A_question_that_names_nobody_is_answered_by_everybody_but_users_who_may_not(string key, string? refusal)
    {
        var run = await StartAsync("anybody");
        await AskedAsync(run);

        await AnswerAsync(key, run, refusal);

        (await StatusAsync(run, refusal is null)).ShouldBe(refusal is null ? "completed" : "executing");
    }

    [Fact]
    public async Task An_answer_to_a_question_that_is_not_open_is_refused_and_does_not_wait_for_it()
    {
        var run = await StartAsync("later");

        await AnswerAsync("starts", run, "waits for no answer at that step");
        await CallAsync("starts", "run_signal", new { runId = run, name = "go" });
        await AskedAsync(run);
        (await _host!.GetRequiredService<IRunStore>().ReadSignalsAsync(new RunId(run), Stop)).ShouldBeEmpty();
        (await _host!.GetRequiredService<IRunStore>().ReadEventsAsync(new RunId(run), 0, Stop)).ShouldNotContain(static e => e.Event is SignalIgnored);

        await AnswerAsync("ann", run, null);
        (await StatusAsync(run, ends: true)).ShouldBe("completed");
        await AnswerAsync("ann", run, "waits for no answer at that step");
    }

    [Fact]
    public async Task An_answer_to_a_question_that_was_asked_anew_since_is_refused()
    {
        var run = await StartAsync("anybody");
        await AskedAsync(run);
        var first = await QuestionAsync();
        (await CallAsync("ann", "run_answer", new { runId = run, step = "now", questionId = first, decision = "reject" })).IsError.ShouldNotBe(true);
        (await StatusAsync(run, ends: true)).ShouldBe("failed");
        await _host!.GetRequiredService<WorkflowEngine>().ResumeAsync(new RunId(run), cancellationToken: Stop);
        await AskedAsync(run, times: 2);

        var late = await CallAsync("ann", "run_answer", new { runId = run, step = "now", questionId = first, decision = "approve" });
        (late.IsError, ((TextContentBlock)late.Content[0]).Text).ShouldBe(
            (true, $"Run {run} asks another question at step 'now' now than the one that is answered. 'run_get' shows it: ask the person anew."));
        var answered = await CallAsync("ann", "run_answer", new { runId = run, step = "now", questionId = await QuestionAsync(), decision = "approve" });
        answered.IsError.ShouldNotBe(true);
        (await StatusAsync(run, ends: true)).ShouldBe("completed");

        async Task<string> QuestionAsync() => (await CallAsync("ann", "run_get", new { runId = run, waitSeconds = 0 }))
            .StructuredContent!.Value.GetProperty("questions")[0].GetProperty("questionId").GetString()!;
    }

    private async Task<string> StartAsync(string workflow) =>
        (await CallAsync("starts", $"workflow_{workflow}", new { waitSeconds = 0 })).StructuredContent!.Value.GetProperty("runId").GetString()!;

    private async Task AskedAsync(string run, int times = 1) => await _host!.GetRequiredService<WorkflowEngine>().Find(new RunId(run))!.Events(Stop)
        .Where(static e => e.Event is ApprovalRequested).ElementAtAsync(times - 1, Stop);

    private async Task<string?> StatusAsync(string run, bool ends) =>
        (await CallAsync("starts", "run_get", new { runId = run, waitSeconds = ends ? 60 : 0 })).StructuredContent!.Value.GetProperty("status").GetString();

    private async Task AnswerAsync(string key, string run, string? refusal)
    {
        var told = await CallAsync(key, "run_answer", new { runId = run, step = "now", decision = "approve" });
        (told.IsError == true).ShouldBe(refusal is not null, ((TextContentBlock)told.Content[0]).Text);
        if (refusal is not null)
            ((TextContentBlock)told.Content[0]).Text.ShouldContain(refusal);
    }

    private async Task<CallToolResult> CallAsync(string key, string tool, object arguments)
    {
        var options = new HttpClientTransportOptions
        {
            Endpoint = _server!.Url,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {key}" },
        };
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(options), cancellationToken: Stop);
        var given = JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(static p => p.Name, static p => (object?)p.Value);
        return await client.CallToolAsync(tool, given, cancellationToken: Stop);
    }
}
