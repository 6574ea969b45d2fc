namespace Axle.Server.Tests.Api;

public sealed class Audit_of_the_API(TeamApiServer api) : IClassFixture<TeamApiServer>
{
    [Fact]
    public async Task What_only_looks_is_not_written_down_and_what_was_decided_is()
    {
        var id = await api.StartAsync("greet");
        await api.SendAsync("POST", "workflows/validate", new { yaml = "name: made" });
        await api.SendAsync("POST", "runs/bulk", new { action = "cancel", ids = new[] { id }, dryRun = true });
        await api.SendAsync("POST", $"runs/{id}/rollback", new { to = "level-1", dryRun = true });
        await api.SendAsync("POST", $"approvals/{id}/decision", new { decision = "reject" });
        await api.SendAsync("POST", "runs/bulk", new { action = "delete", ids = new[] { id } });

        (await DeedsAsync()).Where(d => d.Subject!.Contains(id, StringComparison.Ordinal)).ShouldBe(
        [
            ("POST /api/v1/runs/bulk", $"delete {id}"),
            ("POST /api/v1/approvals/{run}/decision", $"reject {id} ask"),
            ("POST /api/v1/runs", $"{id} greet"),
        ]);
    }

    [Fact]
    public async Task What_is_done_to_many_at_once_is_found_by_each_of_them()
    {
        string[] ids = [.. await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => api.StartAsync("greet")))];
        var (_, answer) = await api.SendAsync("POST", "runs/bulk", new { action = "cancel", filter = new { workflow = "greet" } });

        var affected = answer.GetProperty("affected").EnumerateArray().Select(static id => id.GetString()!).ToArray();
        ids.ShouldBeSubsetOf(affected);
        (await DeedsAsync("?limit=200")).Where(static d => d.Subject!.StartsWith("cancel ", StringComparison.Ordinal)).Select(static d => d.Subject)
            .ShouldBe(affected.Select(static id => $"cancel {id}"), ignoreOrder: true);
    }

    [Fact]
    public async Task What_agents_of_others_have_done_here_is_written_down_and_what_they_only_ask_is_not()
    {
        await api.SendAsync("POST", "/a2a", new { jsonrpc = "2.0", id = 1, method = "GetTask", @params = new { id = "run-none" } });
        await api.SendAsync("POST", "/a2a", new { jsonrpc = "2.0", id = 2, method = "CancelTask", @params = new { id = "run-none" } });

        (await DeedsAsync()).Where(static d => d.Action == "POST /a2a").ShouldBe([("POST /a2a", "CancelTask")]);
    }

    private async Task<IEnumerable<(string? Action, string? Subject)>> DeedsAsync(string query = "") =>
        (await api.GetAsync($"audit{query}")).GetProperty("items").EnumerateArray()
        .Select(static e => (e.GetProperty("action").GetString(), e.GetProperty("subject").GetString()));
}
