using System.Text.Json;

namespace Axle.Server.Tests.Api;

public sealed class Versions_of_workflows(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task What_runs_were_started_with_is_kept_with_its_version_and_its_runs()
    {
        var first = await SaveAndStartAsync("1.0.0", "Hello");
        var again = await api.StartAsync("changing");
        var second = await SaveAndStartAsync("1.1.0", "Good day");
        await api.SendAsync("PUT", "workflows/changing", new { yaml = TextOf("1.2.0", "Good evening") });

        var versions = await api.GetAsync("workflows/changing/versions");
        var items = versions.GetProperty("items").EnumerateArray().ToList();

        items.Select(static v => (v.GetProperty("version").GetString(), v.GetProperty("runs").GetInt32())).ShouldBe([("1.1.0", 1), ("1.0.0", 2)]);
        items[0].GetProperty("lastRun").GetString().ShouldBe(second);
        items[1].GetProperty("lastRun").GetString().ShouldBe(again);
        items[1].GetProperty("firstAt").GetDateTimeOffset().ShouldBe((await api.GetAsync($"runs/{first}")).GetProperty("createdAt").GetDateTimeOffset());
        versions.GetProperty("current").GetString().ShouldNotBeOneOf([.. items.Select(HashOf)]);
        versions.GetProperty("atLeast").GetBoolean().ShouldBeFalse();
        (await IdsAsync($"runs?workflow=changing&definition={HashOf(items[1])}")).ShouldBe([again, first]);
        (await IdsAsync($"runs?workflow=changing&limit=1&definition={HashOf(items[1])}")).ShouldBe([again]);
        (await IdsAsync($"runs?workflow=changing&limit=1&cursor={again}&definition={HashOf(items[1])}")).ShouldBe([first]);
    }

    [Fact]
    public async Task A_workflow_that_was_never_started_has_none_and_one_that_is_not_there_is_not_found()
    {
        var versions = await api.GetAsync("workflows/failing/versions");

        versions.GetProperty("items").GetArrayLength().ShouldBe(0);
        versions.GetProperty("current").GetString()!.Length.ShouldBe(64);
        (await api.ProblemAsync("GET", "workflows/nothing/versions")).ShouldBe((404, "notFound"));
    }

    [Fact]
    public async Task The_definition_of_a_run_is_its_own_whatever_the_file_says_by_now()
    {
        await api.SendAsync("PUT", "workflows/kept", new { yaml = "name: kept\nsteps:\n  - {key: hold, wait: {signal: first}}\n" });
        var id = await api.StartAsync("kept");
        await api.SendAsync("PUT", "workflows/kept", new { yaml = "name: kept\nsteps:\n  - {key: hold, wait: {signal: second}}\n" });

        var definition = await api.GetAsync($"runs/{id}/definition");

        definition.GetProperty("yaml").GetString()!.ShouldContain("first");
        definition.GetProperty("hash").GetString().ShouldBe((await api.GetAsync($"runs/{id}")).GetProperty("definition").GetString());
        (await api.ProblemAsync("GET", "runs/nothing/definition")).ShouldBe((404, "notFound"));
    }

    private static string TextOf(string version, string word) =>
        $"name: changing\nversion: {version}\nvariables: {{said: \"\"}}\nsteps:\n  - {{key: say, set: {{said: {word}}}}}\n";

    private async Task<string> SaveAndStartAsync(string version, string word)
    {
        (await api.SendAsync("PUT", "workflows/changing", new { yaml = TextOf(version, word) })).Status.ShouldBe(200);
        return await api.StartAsync("changing");
    }

    private async Task<IEnumerable<string?>> IdsAsync(string address) =>
        (await api.GetAsync(address)).GetProperty("items").EnumerateArray().Select(static r => r.GetProperty("id").GetString());

    private static string? HashOf(JsonElement version) => version.GetProperty("definition").GetString();
}
