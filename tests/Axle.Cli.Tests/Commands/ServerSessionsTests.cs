using Axle.Cli.Tests.Support;
using Axle.Models.Configuration;
using Axle.Models.Guarding;
using Axle.Testing.Models;

namespace Axle.Cli.Tests.Commands;

/// <summary><c>ax session</c> with <c>--server</c>: sessions of real agents, which ask a server that speaks as a provider does.</summary>
public sealed class ServerSessionsTests : IAsyncLifetime
{
    private const string Guess = """
        name: guess
        steps:
          - {key: work, agent: writer, action: task, with: {task: How many?}}
        outputs:
          text: ${{ steps.work.output.summary }}
        """;

    private ModelServer _models = null!;
    private ServedBench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        _models = await ModelServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        _models.Otherwise = ServedReply.Json(new { summary = "Perhaps 3.", done = true, confidence = 0.2 });
        _bench = await ServedBench.StartAsync(there =>
        {
            there.UsesAgents = true;
            there.Models = new ModelOptions([new ProviderOptions("team", "openai-compatible") { BaseUrl = _models.OpenAiUrl, DefaultModel = "m1", Priority = 1 }])
            {
                Guardrails = new GuardrailOptions { Escalation = new EscalationOptions { For = EscalationScope.Runs } },
            };
            there.Write(".axle/workflows/guess.yaml", Guess);
        });
        (await _bench.LoginAsync()).Code.ShouldBe(ExitCodes.Success);
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _models.DisposeAsync();
    }

    [Fact]
    public async Task A_session_is_listed_shown_and_let_go_on_with_another_answer()
    {
        var follow = await HandedOverAsync("first");

        var listed = (await _bench.RunAsync("session", "list", "--json")).Json.GetProperty("sessions")[0];
        var there = (await _bench.There.RunAsync("session", "list", "--json")).Json.GetProperty("sessions")[0];
        var shown = await _bench.RunAsync("session", "show", "run:first");
        var unknown = await _bench.RunAsync("session", "resume", "run:first", "--user", "eve");
        var resumed = await _bench.RunAsync("session", "resume", "run:first", "--answer", """{"summary": "Exactly 4.", "done": true}""");
        var ended = await follow.EndAsync();
        var outputs = (await _bench.RunAsync("workflow", "status", "first", "--json")).Json.GetProperty("outputs");

        (listed.GetProperty("session").GetString(), listed.GetProperty("status").GetString(), listed.GetProperty("reason").GetString())
            .ShouldBe(("run:first", "open", "confidence"));
        listed.GetProperty("run").GetString().ShouldBe(there.GetProperty("run").GetString());
        shown.Output.ShouldContain("Waits     first work");
        shown.Output.ShouldContain("How many?");
        shown.Output.ShouldContain("ax session resume run:first");
        (unknown.Code, unknown.Error.Contains("Nothing is known", StringComparison.Ordinal)).ShouldBe((ExitCodes.NotFound, true));
        resumed.Code.ShouldBe(ExitCodes.Success, resumed.Error);
        resumed.Output.ShouldContain("on probation. Answered: first");
        ended.Code.ShouldBe(ExitCodes.Success, ended.Error);
        outputs.GetProperty("text").GetString().ShouldBe("Exactly 4.");
        File.Exists(_bench.Here.DatabasePath).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_is_ended_for_a_reason_that_its_run_fails_with_and_forgotten()
    {
        var follow = await HandedOverAsync("second");

        var silent = await _bench.RunAsync("session", "end", "run:second");
        var over = await _bench.RunAsync("session", "end", "run:second", "--comment", "Enough of it.");
        var ended = await follow.EndAsync();
        var listed = await _bench.RunAsync("session", "list");
        var again = await _bench.RunAsync("session", "resume", "run:second");
        var forgotten = await _bench.RunAsync("session", "forget", "run:second");

        silent.Code.ShouldBe(ExitCodes.Usage);
        (over.Code, over.Output.Contains("is over", StringComparison.Ordinal)).ShouldBe((ExitCodes.Success, true), over.Error);
        (ended.Code, ended.Output.Contains("Enough of it.", StringComparison.Ordinal)).ShouldBe((ExitCodes.Failed, true), ended.Output);
        listed.Output.ShouldContain("ended");
        again.Error.ShouldContain("was ended");
        forgotten.Output.ShouldContain("is forgotten");
        (await _bench.RunAsync("session", "list")).Error.ShouldContain("No session is with a person");
    }

    /// <summary>Starts a run whose agent is not sure of itself, and follows it until a person is asked.</summary>
    private async Task<Call> HandedOverAsync(string run)
    {
        var started = await _bench.RunAsync("workflow", "start", "guess", "--run-id", run);
        started.Code.ShouldBe(ExitCodes.Success, started.Error);
        var follow = _bench.Here.Begin("workflow", "events", run, "--follow", "--server", _bench.Url);
        await follow.Output.Seen("approval-requested");
        return follow;
    }
}
