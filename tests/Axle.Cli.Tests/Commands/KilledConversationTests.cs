using System.Diagnostics;
using Axle.Cli.Tests.Support;
using Axle.Models.Configuration;
using Axle.Testing.Models;

namespace Axle.Cli.Tests.Commands;

/// <summary>A process that talks with an agent, killed with -9 while a person has the conversation.</summary>
public sealed class KilledConversationTests : IAsyncLifetime
{
    private readonly Workbench _bench = new() { UsesAgents = true };
    private ModelServer _models = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _models = await ModelServer.StartAsync(cancellationToken: Stop);
        _bench.Models = new ModelOptions([new ProviderOptions("team", "openai-compatible") { BaseUrl = _models.OpenAiUrl, DefaultModel = "m1", Priority = 1 }]);
        _bench.Write("axle.yaml", $"providers:\n  team: {{kind: openai-compatible, baseUrl: \"{_models.OpenAiUrl}\", defaultModel: m1, priority: 1}}\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _models.DisposeAsync();
        _bench.Dispose();
    }

    [Fact(Timeout = 120_000)]
    public async Task The_question_the_held_answer_and_the_state_of_the_session_outlive_the_process_and_no_model_is_asked_again()
    {
        _models.Gives(ServedReply.Json(new { summary = "Perhaps.", done = true, confidence = 0.2 }));
        using (var talk = Talk())
        {
            await talk.StandardInput.WriteLineAsync("Guess.".AsMemory(), Stop);
            await talk.StandardInput.FlushAsync(Stop);
            while (await talk.StandardError.ReadLineAsync(Stop) is { } line && !line.Contains("A person is asked", StringComparison.Ordinal))
                line.ShouldNotContain("error");
            talk.Kill();
            await talk.WaitForExitAsync(Stop);
        }

        var open = (await _bench.RunAsync("session", "list", "--json")).Json.GetProperty("sessions")[0];
        open.GetProperty("status").GetString().ShouldBe("open");
        var answer = await _bench.RunAsync("approval", "approve", "latest", "--set", "answer={\"summary\": \"Certainly.\", \"done\": true}");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Error);
        answer.Output.ShouldContain("agent-task: completed");
        answer.Output.ShouldContain("Certainly.");
        (await _bench.RunAsync("session", "list", "--json")).Json.GetProperty("sessions")[0].GetProperty("status").GetString().ShouldBe("halfOpen");
        _models.Requests.Count.ShouldBe(1);
    }

    private Process Talk()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _bench.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "ax.dll"), "agent", "chat", "writer"])
            start.ArgumentList.Add(argument);
        start.Environment["HOME"] = _bench.Directory;
        return Process.Start(start) ?? throw new InvalidOperationException("ax does not start.");
    }
}
