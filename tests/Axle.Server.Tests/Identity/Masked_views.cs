using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Identity.Tenants;
using Axle.Privacy;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Identity;

public sealed class Masked_views
{
    private const string Mail = "customer@example.org";
    private const string Phone = "+49 170 1234567";
    private const string Mask = "[masked: EMAIL_ADDRESS]";

    private const string Workflow = """
        name: tell
        inputs: {word: {type: string}}
        variables: {said: ""}
        steps:
          - {key: chat, set: {said: "${{ inputs.word }}"}}
          - key: ask
            dependsOn: [chat]
            approval: {message: "Write to ${{ inputs.word }}?", parameters: {to: "${{ inputs.word }}"}, editable: [to]}
        """;

    [Fact]
    public async Task Personal_data_of_others_runs_is_masked_for_those_without_the_right_at_every_door_that_shows_it()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, dev), (_, viewer)) = (
            await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("dev", Role.Developer), await team.MemberAsync("vic", Role.Viewer));
        var run = await StartAsync(team, dev);
        var fork = (await team.SendAsync("POST", $"runs/{run}/forks", admin, new { at = "1" })).Body!;

        foreach (var door in Doors(team, run))
        {
            var masked = await team.SendAsync("GET", door, viewer);
            masked.Status.ShouldBe(200, door);
            masked.Text.ShouldNotContain(Mail, Case.Insensitive, door);
            masked.Text.ShouldNotContain("1234567", Case.Insensitive, door);
            (await team.SendAsync("GET", door, admin)).Text.Contains(Mask, StringComparison.Ordinal).ShouldBeFalse(door);
        }

        var shown = await team.SendAsync("GET", $"runs/{run}", viewer);
        shown.Body!["inputs"]!["word"]!.GetValue<string>().ShouldBe($"{Mask} or [masked: PHONE_NUMBER]");
        shown.Body["id"]!.GetValue<string>().ShouldBe(run);
        (await team.SendAsync("GET", $"runs/{run}", dev)).Text.ShouldContain(Mail, Case.Sensitive, "one's own run is whole");
        (await team.SendAsync("GET", $"runs/{run}", admin)).Text.ShouldContain(Mail);
        fork.ToJsonString().ShouldNotContain("masked");
    }

    [Fact]
    public async Task Who_may_answer_a_question_sees_what_is_asked_and_a_mask_is_never_taken_for_a_value()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, op), (_, viewer)) = (
            await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("olly", Role.Operator), await team.MemberAsync("vic", Role.Viewer));
        var run = await StartAsync(team, admin);

        (await team.SendAsync("GET", "approvals", op)).Text.ShouldContain(Mail);
        (await team.SendAsync("GET", "approvals", viewer)).Text.ShouldNotContain(Mail);
        (await team.SendAsync("GET", $"runs/{run}", op)).Text.ShouldNotContain(Mail);
        var edited = new { at = "1", steps = new { chat = new { word = $"ask {Mask}" } } };
        var refused = await team.SendAsync("POST", $"runs/{run}/forks", op, edited);
        (refused.Status, refused.Text.Contains("do not see", StringComparison.Ordinal)).ShouldBe((403, true));
    }

    [Fact]
    public async Task A_comparison_of_ones_own_run_with_anothers_is_masked()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, dev)) = (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("dev", Role.Developer));
        var (own, others) = (await StartAsync(team, dev, "nobody"), await StartAsync(team, admin));

        (await team.SendAsync("GET", $"runs/{own}/diff?with={others}", dev)).Text.ShouldNotContain(Mail);
        (await team.SendAsync("GET", $"runs/{others}/diff?with={own}", dev)).Text.ShouldNotContain(Mail);
        (await team.SendAsync("GET", $"runs/{own}/diff?with={others}", admin)).Text.ShouldContain(Mail);
    }

    [Fact]
    public void A_name_says_nothing_about_a_value_below_what_users_said()
    {
        const string Json = """{"id":"run-1234567890123","inputs":{"id":"DE89370400440532013000","in":[{"path":"DE89370400440532013000"}]},"run":"run-1234567890123"}""";

        var masked = Encoding.UTF8.GetString(new PersonalDataMask().Json(Encoding.UTF8.GetBytes(Json)));

        masked.ShouldBe("""{"id":"run-1234567890123","inputs":{"id":"[masked: IBAN_CODE]","in":[{"path":"[masked: IBAN_CODE]"}]},"run":"run-1234567890123"}""");
    }

    [Fact]
    public async Task A_live_stream_is_masked_as_the_page_is()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, viewer)) = (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("vic", Role.Viewer));
        var run = await StartAsync(team, admin);

        (await team.WatchAsync(viewer, run)).ShouldSatisfyAllConditions(static t => t.ShouldContain(Mask), static t => t.ShouldNotContain(Mail));
        (await team.WatchAsync(admin, run)).ShouldContain(Mail);
    }

    [Fact]
    public async Task A_live_stream_ends_when_its_watcher_may_see_less_than_when_it_began()
    {
        await using var team = await TeamServer.StartAsync();
        var (id, key) = await team.MemberAsync("zoe", Role.Admin);
        using var socket = await team.OpenLiveAsync(key);
        await team.Identity.SetRoleAsync(new Member(Scope.DefaultTenant, id, Role.Viewer), TestContext.Current.CancellationToken);

        // Signs of life, until the server looks again.
        await Should.ThrowAsync<WebSocketException>(async () =>
        {
            while (true)
                await socket.ReceiveAsync(new byte[4096].AsMemory(), TestContext.Current.CancellationToken);
        });
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public async Task A_fork_of_anothers_run_has_the_roles_of_the_forker_and_shows_them_no_more(string at)
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (id, op)) = (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("olly", Role.Operator));
        var run = await StartAsync(team, admin);

        var fork = (await team.SendAsync("POST", $"runs/{run}/forks", op, new { at })).Body!["id"]!.GetValue<string>();
        (await team.SendAsync("GET", $"runs/{fork}", op)).Text.ShouldNotContain(Mail);
        var reader = team.Services.GetRequiredService<WorkflowEngine>().Reader;
        var state = await reader.StateAsync(new RunId(fork), null, TestContext.Current.CancellationToken);

        (state.Attributes["user"], state.Attributes["roles"]).ShouldBe((id, "viewer operator"));
    }

    [Fact]
    public async Task No_door_of_the_server_shows_them_whatever_it_is_asked_with_the_id_of_a_run()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, dev)) = (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("dev", Role.Developer));
        var store = team.Services.GetRequiredService<IRunStore>();
        var run = await StartAsync(team, admin);
        // Who may answer a question sees what is asked; streams have tests of their own.
        string[] others = ["/api/v1/approvals", "/api/v1/live", "/api/v1/agents/connect", "/api/v1/runs/{id}/chat"];

        // A door beside the API does not have its masks by itself: it is added here when a test asks it for somebody else's run.
        team.Endpoints.Select(static e => e.Route).Where(static r => !r.StartsWith("/api/v1", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["/.well-known/agent-card.json", "/a2a", "/api/{documentName}/openapi.json", "/gateway/status", "/mcp", "/v1/{**rest}"]);
        foreach (var (method, route) in team.Endpoints.Where(e => !others.Any(o => e.Route.TrimEnd('/') == o)))
        {
            // What was asked before may have changed the run, or removed it.
            if (method != "GET" && await store.FindRunAsync(new RunId(run), TestContext.Current.CancellationToken) is not { Attention: RunAttention.Approval })
                run = await StartAsync(team, admin);
            var path = route.Replace("{**path}", "chat", StringComparison.Ordinal).Replace("{**rest}", "models", StringComparison.Ordinal)
                .Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{id}", run, StringComparison.Ordinal)
                .Replace("{run}", run, StringComparison.Ordinal).Replace("{name}", "tell", StringComparison.Ordinal);
            var answer = await team.SendAsync(method, route.EndsWith("/diff", StringComparison.Ordinal) ? $"{path}?with={run}" : path, dev, BodyOf(method, route, run));
            answer.Text.ShouldNotContain(Mail, Case.Insensitive, $"{method} {route}");
            answer.Text.ShouldNotContain("1234567", Case.Insensitive, $"{method} {route}");
        }
    }

    [Fact]
    public async Task Clients_of_MCP_see_them_masked_by_every_tool_and_resource_and_a_mask_that_comes_back_is_refused()
    {
        await using var team = await TeamServer.StartAsync();
        var ((_, admin), (_, dev)) = (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("dev", Role.Developer));
        var (others, own) = (await StartAsync(team, admin), await StartAsync(team, dev));
        var tools = (await AnswerAsync(team, dev, "tools/list"))["result"]!["tools"]!.AsArray();

        foreach (var tool in tools.Where(static t => t!["inputSchema"]!["properties"]!["runId"] is not null))
        {
            var name = tool!["name"]!.GetValue<string>();
            var arguments = new JsonObject { ["runId"] = await StartAsync(team, admin) };
            foreach (var needed in tool["inputSchema"]!["required"]!.AsArray().Select(static n => n!.GetValue<string>()).Where(static n => n != "runId"))
                arguments[needed] = "go";
            if (tool["inputSchema"]!["properties"]!["waitSeconds"] is not null)
                arguments["waitSeconds"] = 0;
            var told = (await team.CallToolAsync(dev, name, arguments)).ToJsonString();
            told.ShouldContain("runId", Case.Sensitive, name);
            told.ShouldNotContain(Mail, Case.Insensitive, name);
        }

        JsonObject Look(string run) => new() { ["runId"] = run, ["waitSeconds"] = 0 };
        (await team.CallToolAsync(dev, "run_get", Look(others))).ToJsonString().ShouldSatisfyAllConditions(
            static t => t.ShouldContain(Mask), static t => t.ShouldNotContain("1234567"), t => t.ShouldContain(others));
        (await team.CallToolAsync(dev, "run_get", Look(own))).ToJsonString().ShouldContain(Mail, Case.Sensitive, "one's own run is whole");
        (await team.CallToolAsync(admin, "run_get", Look(others))).ToJsonString().ShouldContain(Mail);
        (await team.CallToolAsync(dev, "run_list", [])).ToJsonString().ShouldNotContain(Mail);
        var uri = $"axle://runs/{others}";
        var read = await AnswerAsync(team, dev, "resources/read", uri, new JsonObject { ["uri"] = uri });
        read.ToJsonString().ShouldSatisfyAllConditions(static t => t.ShouldContain(Mask), static t => t.ShouldNotContain(Mail));
        var refused = await team.CallToolAsync(dev, "run_signal", new JsonObject { ["runId"] = others, ["name"] = "go", ["body"] = $"ask {Mask}" });
        (refused["isError"]!.GetValue<bool>(), refused.ToJsonString().Contains("do not see", StringComparison.Ordinal)).ShouldBe((true, true));
        var message = new { messageId = "m", parts = new[] { new { text = $"ask {Mask}" } } };
        (await team.SendAsync("POST", "/a2a", dev, new { jsonrpc = "2.0", id = 1, method = "SendMessage", @params = new { message } })).Status.ShouldBe(403);
    }

    [Fact]
    public async Task What_goes_on_in_a_run_is_told_to_a_client_of_MCP_with_masks_while_it_goes_on()
    {
        await using var team = await TeamServer.StartAsync(configure: static axle =>
        {
            var workflows = Directory.CreateDirectory(Path.Combine(axle.ProjectDirectory, ".axle", "workflows"));
            File.WriteAllText(Path.Combine(workflows.FullName, "tell.yaml"), Workflow);
        });
        var ((_, admin), (_, dev)) = (await team.MemberAsync("zoe", Role.Admin), await team.MemberAsync("dev", Role.Developer));
        var call = new JsonObject { ["name"] = "workflow_tell", ["arguments"] = new JsonObject { ["inputs"] = new JsonObject { ["word"] = Mail }, ["waitSeconds"] = 60 } };
        var told = new List<string>();

        await foreach (var message in team.McpAsync(dev, "tools/call", "workflow_tell", call))
        {
            told.Add(message["method"]?.GetValue<string>() ?? "answer");
            if (told is not ["notifications/progress"])
                continue;
            // The run ends only because its first step was told.
            var run = (await team.SendAsync("GET", "runs", admin)).Body!["items"]![0]!["id"]!.GetValue<string>();
            await team.AskedAsync(run);
            (await team.SendAsync("POST", $"approvals/{run}/decision", admin, new { decision = "approve" })).Status.ShouldBe(200);
        }

        told.ShouldSatisfyAllConditions(static t => t[0].ShouldBe("notifications/progress"), static t => t[^1].ShouldBe("answer"));
    }

    private static async Task<JsonNode> AnswerAsync(TeamServer team, string key, string method, string? name = null, JsonObject? parameters = null)
    {
        JsonNode? last = null;
        await foreach (var message in team.McpAsync(key, method, name, parameters))
            last = message;
        return last.ShouldNotBeNull();
    }

    private static object? BodyOf(string method, string route, string run) => (method, route) switch
    {
        ("GET", _) => null,
        (_, "/a2a") => new { jsonrpc = "2.0", id = 1, method = "GetTask", @params = new { id = run } },
        (_, "/api/v1/runs") => new { yaml = "name: nothing\nsteps:\n  - {key: a, set: {b: 1}}\nvariables: {b: 0}" },
        (_, "/api/v1/runs/bulk") => new { action = "cancel", ids = new[] { run } },
        (_, "/api/v1/runs/{id}/rollback") => new { to = "1", dryRun = true },
        (_, "/api/v1/runs/{id}/forks") => new { at = "1" },
        (_, "/api/v1/runs/{id}/signals") => new { name = "go" },
        (_, "/api/v1/approvals/{run}/decision") => new { decision = "approve" },
        _ => new { },
    };

    private static IEnumerable<string> Doors(TeamServer team, string run) => team.Endpoints
        .Where(static e => e.Method == "GET" && e.Route.StartsWith("/api/v1/", StringComparison.Ordinal) && !e.Route.EndsWith("/live", StringComparison.Ordinal))
        .Select(static e => e.Route["/api/v1/".Length..].TrimEnd('/'))
        .Where(static r => r.StartsWith("runs", StringComparison.Ordinal) || r is "approvals" or "dead-letters" or "overview")
        .Where(static r => !r.EndsWith("/chat", StringComparison.Ordinal))
        .Select(r => r.Replace("{id}", run, StringComparison.Ordinal).Replace("{**path}", "chat", StringComparison.Ordinal))
        .Select(r => r.EndsWith("/diff", StringComparison.Ordinal) ? $"{r}?with={run}" : r);

    private static async Task<string> StartAsync(TeamServer team, string key, string word = $"{Mail} or {Phone}")
    {
        var started = await team.SendAsync("POST", "runs", key, new { workflow = team.Write(Workflow), inputs = new { word } });
        started.Status.ShouldBe(202, started.Text);
        var run = started.Body!["id"]!.GetValue<string>();
        await team.AskedAsync(run);
        return run;
    }
}
