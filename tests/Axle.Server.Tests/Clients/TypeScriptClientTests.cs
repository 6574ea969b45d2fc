using System.Text.Json;
using Axle.Server.Tests.Api;

namespace Axle.Server.Tests.Clients;

/// <summary>The client in clients/typescript, compiled, on the real server.</summary>
public sealed class TypeScriptClientTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task An_agent_serves_and_a_run_is_started_watched_and_told_to_go_on()
    {
        var folder = await NodeProject.FolderAsync("typescript");
        await NodeProject.RunAsync("npm", folder, "run", "--silent", "build");
        var seen = JsonElement.Parse(await NodeProject.RunAsync(
            "node", folder, "--experimental-websocket", "--no-warnings", "out/scene.js", api.Server.Url.ToString(), ApiServer.Token));

        seen.GetProperty("same").GetBoolean().ShouldBeTrue();
        var events = seen.GetProperty("events").EnumerateArray().Select(static e => e.GetString()).ToList();
        (events[0], events[^1]).ShouldBe(("run-started", "run-completed"));
        events.Count(static e => e == "step-completed").ShouldBe(2);
        seen.GetProperty("outputs").GetProperty("text").GetString().ShouldBe("typed hello");
        seen.GetProperty("usd").GetDecimal().ShouldBe(0.5m);
        seen.GetProperty("failed").GetString().ShouldBe("failed");
        seen.GetProperty("error").GetString()!.ShouldContain("There is nothing to type.");
        seen.GetProperty("nobody").GetInt32().ShouldBe(404);
        seen.GetProperty("refused").GetInt32().ShouldBe(401);
    }
}
