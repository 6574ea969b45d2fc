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

        (await DeedsAsync()).ShouldBe(
        [
            ("POST /api/v1/runs/bulk", $"delete {id}"),
            ("POST /api/v1/approvals/{run}/decision", $"reject {id} ask"),
            ("POST /api/v1/runs", $"{id} greet"),
        ]);
    }

    private async Task<IEnumerable<(string? Action, string? Subject)>> DeedsAsync() =>
        (await api.GetAsync("audit")).GetProperty("items").EnumerateArray()
        .Select(static e => (e.GetProperty("action").GetString(), e.GetProperty("subject").GetString()));
}
