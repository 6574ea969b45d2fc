using System.Diagnostics;
using System.Text.Json;
using Axle.Server.Tests.AgentConnections;
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

    [Fact]
    public async Task An_agent_comes_back_to_a_server_that_was_started_anew_and_its_task_was_done_once()
    {
        var folder = await NodeProject.FolderAsync("typescript");
        await NodeProject.RunAsync("npm", folder, "run", "--silent", "build");
        await using var stage = await AgentStage.StartAsync();
        var start = new ProcessStartInfo("node", ["--experimental-websocket", "--no-warnings", "out/enduring.js", stage.Url.ToString(), AgentStage.Key])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var agent = Process.Start(start)!;
        try
        {
            await HearAsync(agent, "connected");
            var run = await stage.RunAsync("name: talk\nsteps:\n  - {key: say, agent: typist, action: type}\noutputs: {text: \"${{ steps.say.output.text }}\"}");
            await HearAsync(agent, "begun");

            await stage.RestartAsync(() => agent.StandardInput.WriteLine("end"));
            var ended = await stage.EndOfAsync(run);
            await agent.StandardInput.WriteLineAsync("stop");
            await HearAsync(agent, "done 1");

            ended.GetProperty("outputs").GetProperty("text").GetString().ShouldBe("typed");
        }
        finally
        {
            if (!agent.HasExited)
                agent.Kill();
        }
    }

    private static async Task HearAsync(Process agent, string line)
    {
        while (await agent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } said)
        {
            if (said == line)
                return;
        }

        throw new InvalidOperationException($"The agent ended before it said '{line}'.");
    }
}
