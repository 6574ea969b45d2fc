using System.Text.Json;
using Axle.Models.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Api;

public sealed class Work_and_costs(TeamApiServer api) : IClassFixture<TeamApiServer>
{
    private const string Reviewing = """
        name: reviewing
        steps:
          - {key: measure, agent: quality, action: measure-structure}
          - {key: again, agent: quality, action: measure-structure, dependsOn: [measure]}
        """;

    [Fact]
    public async Task An_agent_that_works_without_a_model_has_its_work_counted_with_its_success_and_time()
    {
        (await AgentAsync("quality")).GetProperty("successShare").ValueKind.ShouldBe(JsonValueKind.Null);

        var (_, run) = await api.SendAsync("POST", "runs", new { yaml = Reviewing });
        await EndedAsync(run.GetProperty("id").GetString()!);

        var quality = await AgentAsync("quality");
        quality.GetProperty("done").GetInt32().ShouldBe(2);
        quality.GetProperty("failed").GetInt32().ShouldBe(0);
        quality.GetProperty("successShare").GetDouble().ShouldBe(1);
        quality.GetProperty("tookSeconds").GetDouble().ShouldBeGreaterThan(0);
        (await AgentAsync("writer")).GetProperty("done").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Costs_are_told_by_workflow_and_what_is_of_no_run_by_itself()
    {
        var (one, other) = (await api.StartAsync("greet"), await api.StartAsync("greet"));
        var waiting = await api.StartAsync("waiting");
        await api.Axle.GetRequiredService<IModelLedger>().WriteAsync(
            new LedgerBatch([Call(one, 2), Call(other, 3), Call(waiting, 7), Call(null, 1), Call("gone", 1)], []), TestContext.Current.CancellationToken);

        var costs = await api.GetAsync("costs?by=workflow");

        costs.GetProperty("by").GetString().ShouldBe("workflow");
        costs.GetProperty("items").EnumerateArray().Select(static c => (c.GetProperty("key").GetString(), c.GetProperty("usd").GetDecimal(), c.GetProperty("calls").GetInt32()))
            .ShouldBe([("waiting", 7m, 1), ("greet", 5m, 2), ("", 2m, 2)]);
        costs.GetProperty("total").GetProperty("usd").GetDecimal().ShouldBe(14);
        (await api.GetAsync($"costs?by=workflow&run={one}")).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_paused_run_has_not_ended()
    {
        var before = (await api.GetAsync("overview")).GetProperty("live").GetInt32();
        var id = await api.StartAsync("waiting");
        (await api.SendAsync("POST", $"runs/{id}/pause")).Status.ShouldBe(200);

        (await api.GetAsync($"runs/{id}")).GetProperty("status").GetString().ShouldBe("paused");
        (await api.GetAsync("overview")).GetProperty("live").GetInt32().ShouldBe(before + 1);
    }

    private static LedgerEntry Call(string? run, decimal usd) =>
        new(Guid.CreateVersion7(), TimeProvider.System.GetUtcNow(), new Scope { Tenant = Scope.DefaultTenant, Run = run }, "scripted", "small")
        {
            Outcome = CallOutcome.Succeeded,
            Cost = new CostSplit(usd, 0, 0, 0),
        };

    private async Task<JsonElement> AgentAsync(string id) =>
        (await api.GetAsync("agents")).GetProperty("items").EnumerateArray().Single(a => a.GetProperty("id").GetString() == id);

    private async Task EndedAsync(string id)
    {
        using var client = await LiveClient.ConnectAsync(api);
        await client.SayAsync(new { type = "subscribe", id = "1", topic = "run", run = id });
        while ((await client.HearAsync("event")).GetProperty("event").GetProperty("type").GetString() is not ("run-completed" or "run-failed"))
        {
        }
    }
}
