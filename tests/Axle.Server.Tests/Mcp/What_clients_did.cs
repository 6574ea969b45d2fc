using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Server.Identity;
using Axle.Server.Mcp.Serving;
using Axle.Server.Tests.Identity;

namespace Axle.Server.Tests.Mcp;

/// <summary>The audit log tells what clients of MCP did, as it tells what was done at the API.</summary>
public sealed class What_clients_did
{
    private const string Holding = "name: holding\nsteps:\n  - {key: hold, wait: {signal: go}}\n  - {key: more, dependsOn: [hold], wait: {signal: never}}\n";

    [Fact]
    public async Task What_changes_a_run_is_in_the_log_in_the_words_of_the_API_and_looking_is_not()
    {
        await using var team = await TeamServer.StartAsync(configure: static axle => TeamServer.WriteWorkflow(axle.ProjectDirectory, Holding));
        var ((dev, key), (_, admin)) = (await team.MemberAsync("dev", Role.Developer), await team.MemberAsync("ada", Role.Admin));

        var run = (await team.CallToolAsync(key, "workflow_holding", new JsonObject { ["waitSeconds"] = 0 }))["structuredContent"]!["runId"]!.GetValue<string>();
        await team.CallToolAsync(key, "run_get", new JsonObject { ["runId"] = run, ["waitSeconds"] = 0 });
        await team.CallToolAsync(key, "run_list", []);
        await team.CallToolAsync(key, "run_signal", new JsonObject { ["runId"] = run, ["name"] = "go" });
        await team.CallToolAsync(key, "run_cancel", new JsonObject { ["runId"] = run });
        await team.CallToolAsync(key, "run_cancel", new JsonObject { ["runId"] = "nobody" });

        var entries = (await team.SendAsync("GET", $"audit?actor={dev}", admin)).Body!["items"]!.AsArray().Reverse().Select(static e => e!).ToList();
        entries.Select(static e => $"{e["action"]} | {e["subject"]} | {e["outcome"]}").ShouldBe(
        [
            $"POST /api/v1/runs | {run} holding | 202",
            $"POST /api/v1/runs/{{id}}/signals | {run} | 200",
            $"POST /api/v1/runs/{{id}}/cancel | {run} | 200",
            "POST /api/v1/runs/{id}/cancel | nobody | 404",
        ]);
        var place = entries[0]["place"]!.GetValue<string>();
        entries.ShouldAllBe(e => e["tenant"]!.GetValue<string>() == "default" && e["reason"]!.GetValue<string>() == "mcp" && e["place"]!.GetValue<string>() == place);
        await team.SendAsync("POST", $"runs/{run}/cancel", key);
        var atApi = (await team.SendAsync("GET", $"audit?actor={dev}&limit=1", admin)).Body!["items"]![0]!;
        (atApi["action"]!.GetValue<string>(), atApi["place"]!.GetValue<string>()).ShouldBe(("POST /api/v1/runs/{id}/cancel", place));
    }

    [Fact]
    public async Task What_fails_for_reasons_that_nobody_foresaw_is_in_the_log()
    {
        await using var team = await TeamServer.StartAsync();
        var audit = new ServedAudit(team.Identity, TimeProvider.System);

        await Should.ThrowAsync<IOException>(async () => await audit.AroundAsync(
            Caller.Nobody, new ServedDeed("POST /api/v1/runs/{id}/signals", "run-1"), static () => Task.FromException<int>(new IOException("The disk is full."))));

        (await LogAsync(team)).ShouldBe(["POST /api/v1/runs/{id}/signals | run-1 | 500"]);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<IEnumerable<string>> LogAsync(TeamServer team) =>
        (await team.Identity.ListAuditAsync(new AuditQuery(null), Stop)).Reverse().Select(static e => $"{e.Fact.Action} | {e.Fact.Subject} | {e.Fact.Outcome}");
}
