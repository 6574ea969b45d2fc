using System.Collections.Immutable;
using Axle.Cli.Tests.Support;
using Axle.Models.Configuration;
using Axle.Models.Guarding;
using Axle.Models.Guarding.Output;
using Axle.Testing.Models;

namespace Axle.Cli.Tests.Commands;

/// <summary>Agents that do a task in words: over a server that speaks as a provider does.</summary>
public sealed class AgentTaskTests : IAsyncLifetime
{
    private const string Thought = "First I look.";
    private readonly Workbench _bench = new() { UsesAgents = true };
    private ModelServer _models = null!;

    public async ValueTask InitializeAsync()
    {
        _models = await ModelServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        _bench.Models = new ModelOptions([new ProviderOptions("team", "openai-compatible") { BaseUrl = _models.OpenAiUrl, DefaultModel = "m1", Priority = 1 }]);
    }

    public async ValueTask DisposeAsync()
    {
        await _models.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task A_task_is_done_and_its_trace_shows_thought_action_and_observation()
    {
        _models.Gives(new ServedAnswer([new TextPart(Thought), .. ServedReply.ToolCall("security_secrets", new { path = "." }).Parts]), Done("Nothing is leaked."));
        var run = await _bench.RunAsync("agent", "run", "security", "Are", "secrets", "in", "here?");
        run.Code.ShouldBe(ExitCodes.Success, run.Error);
        run.Output.ShouldContain("Nothing is leaked.");

        var trace = await _bench.RunAsync("agent", "trace", "latest");
        trace.Output.ShouldContain("work  security/task  completed");
        trace.Output.ShouldContain("thought: " + Thought);
        trace.Output.ShouldContain("action: security.secrets");
        trace.Output.ShouldContain("observation: {");
        var call = (await _bench.RunAsync("agent", "trace", "latest", "--json")).Json.GetProperty("agents")[0].GetProperty("turns")[0].GetProperty("calls")[0];
        call.GetProperty("step").GetString().ShouldBe("work[0]/call-1-security_secrets");
    }

    [Fact]
    public async Task The_agent_that_fits_is_found_and_a_misspelt_one_is_not_guessed()
    {
        _models.Gives(Done("Done."));
        (await _bench.RunAsync("agent", "run", "any", "scan for secrets and vulnerabilities", "--json")).Json
            .GetProperty("outputs").GetProperty("agent").GetString().ShouldBe("security");
        var misspelt = await _bench.RunAsync("agent", "run", "securty", "Look.");
        (misspelt.Code, misspelt.Error.Contains("Did you mean 'security'?", StringComparison.Ordinal)).ShouldBe((ExitCodes.NotFound, true));
        (await _bench.RunAsync("agent", "run", "security", "Look.", "--budget", "much")).Code.ShouldBe(ExitCodes.Usage);
    }

    [Fact]
    public async Task A_conversation_remembers_what_was_said()
    {
        _models.Gives(Done("Ada, noted."), Done("You are Ada."));
        _bench.Input = "I am Ada.\nWho am I?\n";
        var chat = await _bench.RunAsync("agent", "chat", "writer");
        chat.Output.ShouldBe($"Ada, noted.{Environment.NewLine}You are Ada.{Environment.NewLine}");
        _models.Requests[^1].Body.ShouldContain("Ada, noted.");
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("run")]
    public async Task Whoever_runs_it_reads_which_guard_stopped_an_answer(string command)
    {
        var topics = ImmutableDictionary<string, TopicOptions>.Empty.Add("rivals", new TopicOptions(["Initech"], AnswerAction.Block));
        _bench.Models = _bench.Models with { Guardrails = new GuardrailOptions { Output = new OutputOptions { Topics = topics } } };
        _models.Gives(Done("Ask Initech."));
        _bench.Input = "Whom do I ask?\n";
        string[] line = command == "chat" ? ["agent", "chat", "writer"] : ["agent", "run", "writer", "Whom do I ask?"];
        (await _bench.RunAsync(line)).Output.ShouldContain("Stopped by topics.rivals: topic");
    }

    [Fact]
    public async Task A_conversation_that_is_not_sure_of_itself_waits_for_a_person_whom_the_inbox_tells_all_and_who_answers()
    {
        _models.Gives(ServedReply.Json(new { summary = "Perhaps.", done = true, confidence = 0.2 }), Done("You said: guess."));
        _bench.Input = "Guess.\nAnd?\n";
        var chat = _bench.Begin("agent", "chat", "writer");
        await chat.Error.Seen("A person is asked: ");
        var asked = (await _bench.RunAsync("approval", "list", "--json")).Json.GetProperty("approvals")[0];
        asked.GetProperty("message").GetString()!.ShouldContain("0.2 sure of itself");
        (await _bench.RunAsync("approval", "show", "latest")).Output.ShouldContain("Asked: Guess.");
        var open = (await _bench.RunAsync("session", "list", "--json")).Json.GetProperty("sessions")[0];
        (open.GetProperty("status").GetString(), open.GetProperty("reason").GetString()).ShouldBe(("open", "confidence"));

        var answered = await _bench.RunAsync("approval", "approve", "latest", "--set", "answer={\"summary\": \"Certainly.\", \"done\": true}");
        answered.Code.ShouldBe(ExitCodes.Success, answered.Error);
        // The next answer ends the probation.
        (await chat.EndAsync()).Output.ShouldBe($"Certainly.{Environment.NewLine}You said: guess.{Environment.NewLine}");
        (await _bench.RunAsync("session", "list")).Error.ShouldContain("No session");
        (await _bench.RunAsync("session", "forget", open.GetProperty("session").GetString()!)).Output.ShouldContain("is forgotten");
        (await _bench.RunAsync("session", "forget", "another")).Code.ShouldBe(ExitCodes.NotFound);
    }

    private static ServedAnswer Done(string summary) => ServedReply.Json(new { summary, done = true });
}
