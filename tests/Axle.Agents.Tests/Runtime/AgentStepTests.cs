using System.Text.Json;
using Axle.Agents.Tests.Support;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;

namespace Axle.Agents.Tests.Runtime;

public sealed class AgentStepTests
{
    private static readonly AgentAction Look = new("inspector", "look-around");

    [Fact(Timeout = 600_000)]
    public async Task The_output_holds_the_answer_and_what_is_known_for_certain()
    {
        var model = new ScriptedProvider(_ => Samples.Review);
        using var stage = new Stage(Samples.Inspector, [One(), Two()], model);

        var (output, decisions) = await stage.RunAsync(Stage.Context(Look));

        output.GetProperty("summary").GetString().ShouldBe("All is well.");
        output.GetProperty("agent").GetString().ShouldBe("inspector");
        output.GetProperty("action").GetString().ShouldBe("look-around");
        (output.GetProperty("provider").GetString(), output.GetProperty("model").GetString()).ShouldBe((ScriptedProvider.Name, "script-1"));
        output.GetProperty("offline").GetBoolean().ShouldBeFalse();
        output.GetProperty("usage").TryGetProperty("inputTokens", out _).ShouldBeTrue();
        output.GetProperty("evidence").GetProperty("test.one").GetProperty("files").GetInt32().ShouldBe(7);
        output.GetProperty("evidence").GetProperty("test.one").TryGetProperty("findings", out _).ShouldBeFalse();
        decisions.ShouldNotContain(decision => decision.Kind == "agent-routed");
    }

    [Fact(Timeout = 600_000)]
    public async Task What_the_model_took_is_spent()
    {
        using var stage = new Stage(Samples.Inspector, [One(), Two()], new ScriptedProvider(_ => Samples.Review));

        (await stage.StartAsync(Stage.Context(Look), TestContext.Current.CancellationToken)).Usage!.Calls.ShouldBe(1);
    }

    [Fact(Timeout = 600_000)]
    public async Task The_same_finding_of_two_tools_is_one_finding()
    {
        using var stage = new Stage(
            Samples.Inspector,
            [ScriptedTool.Returning("test.one", Samples.Result("r.x", "a.cs", 3, "low")), ScriptedTool.Returning("test.two", Samples.Result("r.x", "a.cs", 3, "critical"))],
            new ScriptedProvider(_ => """{"summary":"S","themes":[],"recommendations":[]}"""));

        var (output, _) = await stage.RunAsync(Stage.Context(Look));

        output.GetProperty("findings").GetArrayLength().ShouldBe(1);
        output.GetProperty("findings")[0].GetProperty("severity").GetString().ShouldBe("critical");
        output.GetProperty("counts").GetProperty("total").GetInt32().ShouldBe(1);
        output.GetProperty("counts").GetProperty("critical").GetInt32().ShouldBe(1);
    }

    [Fact(Timeout = 600_000)]
    public async Task Conclusions_need_proof_and_citations_become_places()
    {
        using var stage = new Stage(Samples.Inspector, [One(), Two()], new ScriptedProvider(_ => Samples.Review));

        var (output, decisions) = await stage.RunAsync(Stage.Context(Look));

        var findings = output.GetProperty("findings").EnumerateArray().ToList();
        findings.Count.ShouldBe(3);
        findings[2].GetProperty("rule").GetString().ShouldBe("agent.inspector.conclusion");
        findings[2].GetProperty("file").GetString().ShouldBe("a.cs");
        findings[2].GetProperty("confidence").GetDouble().ShouldBe(0.5);
        findings.ShouldNotContain(finding => finding.GetProperty("message").GetString() == "Made up");
        decisions.Single(decision => decision.Kind == "conclusions-dropped").Summary.ShouldStartWith("1 conclusion");
        output.TryGetProperty("conclusions", out _).ShouldBeFalse();
        output.GetProperty("themes")[0].GetProperty("places")[0].GetString().ShouldBe("a.cs:3");
        output.GetProperty("recommendations")[0].GetProperty("places").GetArrayLength().ShouldBe(1);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_model_cannot_overwrite_what_is_known()
    {
        var model = new ScriptedProvider(_ => """{"summary":"S","themes":[],"recommendations":[],"findings":[{"rule":"fake"}],"agent":"boss","offline":true,"evidence":{}}""");
        using var stage = new Stage(Samples.Inspector, [One(), Two()], model);

        var (output, _) = await stage.RunAsync(Stage.Context(Look));

        output.GetProperty("agent").GetString().ShouldBe("inspector");
        output.GetProperty("offline").GetBoolean().ShouldBeFalse();
        output.GetProperty("findings").EnumerateArray().ShouldNotContain(finding => finding.GetProperty("rule").GetString() == "fake");
    }

    [Fact(Timeout = 600_000)]
    public async Task Inputs_reach_the_tools_with_their_defaults_and_without_gaps()
    {
        var one = One();
        using var stage = new Stage(Samples.Inspector, [one, Two()]);

        await stage.RunAsync(Stage.Context(Look, """{"path":null}"""));

        one.LastArguments.GetRawText().ShouldBe("""{"depth":3}""");
        one.LastContext!.IdempotencyKey.ShouldBe("run-1/step");
        one.LastContext.Apply.ShouldBeFalse();
    }

    [Theory(Timeout = 600_000)]
    [InlineData("""{"depth":"deep"}""", "/depth")]
    [InlineData("""{"dept":3}""", "It takes: depth, path.")]
    public async Task Wrong_inputs_are_refused_before_anything_runs(string input, string expected)
    {
        var one = One();
        using var stage = new Stage(Samples.Inspector, [one, Two()]);

        var error = await stage.FailAsync(Stage.Context(Look, input));

        error.Kind.ShouldBe(ErrorKind.Validation);
        error.Message.ShouldContain(expected);
        one.Calls.ShouldBe(0);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_failing_tool_is_told_and_the_rest_goes_on()
    {
        using var stage = new Stage(Samples.Inspector, [One(), ScriptedTool.Failing("test.two", ErrorKind.Tool, "disk on fire")]);

        var (output, decisions) = await stage.RunAsync(Stage.Context(Look));

        output.GetProperty("findings").GetArrayLength().ShouldBe(1);
        output.GetProperty("evidenceFailed")[0].GetProperty("tool").GetString().ShouldBe("test.two");
        decisions.Single(decision => decision.Kind == "evidence-failed").Summary.ShouldContain("disk on fire");
    }

    [Fact(Timeout = 600_000)]
    public async Task A_tool_that_breaks_is_missing_evidence_too()
    {
        var broken = new ScriptedTool("test.two", (_, _, _) => throw new AggregateException(new InvalidOperationException("index off by one")));
        using var stage = new Stage(Samples.Inspector, [One(), broken]);

        var (output, _) = await stage.RunAsync(Stage.Context(Look));

        output.GetProperty("evidenceFailed")[0].GetProperty("kind").GetString().ShouldBe("internal");
        output.GetProperty("evidenceFailed")[0].GetProperty("message").GetString()!.ShouldContain("InvalidOperationException: index off by one");
    }

    [Fact(Timeout = 600_000)]
    public async Task When_every_tool_fails_the_step_fails_with_all_reasons()
    {
        using var stage = new Stage(
            Samples.Inspector, [ScriptedTool.Failing("test.one", ErrorKind.Timeout, "too slow"), ScriptedTool.Failing("test.two", ErrorKind.Tool, "disk on fire")]);

        var error = await stage.FailAsync(Stage.Context(Look));

        error.Kind.ShouldBe(ErrorKind.Timeout);
        error.Message.ShouldContain("test.one: too slow; test.two: disk on fire");
    }

    [Fact(Timeout = 600_000)]
    public async Task A_tool_that_does_not_exist_is_missing_evidence()
    {
        using var stage = new Stage(Samples.Inspector, [One()]);

        var (_, decisions) = await stage.RunAsync(Stage.Context(Look));

        decisions.Single(decision => decision.Kind == "evidence-failed").Data!.Value.GetProperty("kind").GetString().ShouldBe("notFound");
    }

    [Fact(Timeout = 600_000)]
    public async Task Tools_of_one_action_run_side_by_side()
    {
        using var both = new CountdownEvent(2);
        Task<JsonElement> Meet(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
        {
            both.Signal();
            both.Wait(cancellationToken);
            return Task.FromResult(JsonElement.Parse("{}"));
        }

        using var stage = new Stage(Samples.Inspector, [new ScriptedTool("test.one", Meet), new ScriptedTool("test.two", Meet)]);

        var (output, _) = await stage.RunAsync(Stage.Context(Look));

        output.GetProperty("evidence").EnumerateObject().Count().ShouldBe(2);
    }

    [Fact(Timeout = 600_000)]
    public async Task Cancelling_a_step_stops_its_tools()
    {
        using var cancellation = new CancellationTokenSource();
        var reached = new TaskCompletionSource();
        var slow = new ScriptedTool("test.one", async (_, _, token) =>
        {
            reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return default;
        });
        using var stage = new Stage(Samples.Inspector, [slow, Two()]);

        var step = stage.StartAsync(Stage.Context(Look), cancellation.Token).AsTask();
        await reached.Task;
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(step);
    }

    [Fact(Timeout = 600_000)]
    public async Task Without_a_model_the_offline_provider_answers_and_the_events_say_so()
    {
        using var stage = new Stage(Samples.Inspector, [One(), Two()]);

        var (output, decisions) = await stage.RunAsync(Stage.Context(Look) with { Provider = "claude" });

        output.GetProperty("offline").GetBoolean().ShouldBeTrue();
        output.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace();
        output.GetProperty("recommendations").ValueKind.ShouldBe(JsonValueKind.Array);
        var fallback = decisions.Single(decision => decision.Kind == "provider-fallback");
        fallback.Data!.Value.GetProperty("requested").GetString().ShouldBe("claude");
        fallback.Data.Value.GetProperty("chosen").GetString().ShouldBe("offline");
    }

    [Fact(Timeout = 600_000)]
    public async Task An_alias_and_a_guess_are_told()
    {
        using var stage = new Stage(Samples.Inspector, [One(), Two()]);

        var (_, byAlias) = await stage.RunAsync(Stage.Context(new AgentAction("looker", "look-around")));
        var (_, byGuess) = await stage.RunAsync(Stage.Context(new AgentAction(null, "inspect and look")));

        byAlias.Single(decision => decision.Kind == "agent-routed").Data!.Value.GetProperty("how").GetString().ShouldBe("alias");
        var guess = byGuess.Single(decision => decision.Kind == "agent-routed");
        guess.Data!.Value.GetProperty("how").GetString().ShouldBe("capability");
        guess.Data.Value.GetProperty("confidence").GetDouble().ShouldBeInRange(0.3, 0.999);
        guess.Data.Value.GetProperty("candidates")[0].GetProperty("agent").GetString().ShouldBe("inspector");
    }

    [Fact(Timeout = 600_000)]
    public async Task The_model_is_told_the_role_the_task_and_numbered_findings_but_no_path_of_this_machine()
    {
        var model = new ScriptedProvider(_ => Samples.Review);
        using var stage = new Stage(Samples.Inspector, [One(), Two()], model);
        var context = Stage.Context(Look);
        context = context with { Attributes = context.Attributes.SetItem("workspace", "/very/private/place/project") };

        await stage.RunAsync(context);

        var asked = model.Asked.Single();
        asked.ShouldContain("You look at things.");
        asked.ShouldContain("Say what is there.");
        asked.ShouldContain("\"number\":1");
        asked.ShouldContain("\"workspace\":\"project\"");
        asked.ShouldNotContain("/very/private");
    }

    private static ScriptedTool One() => ScriptedTool.Returning("test.one", Samples.Result("r.one", "a.cs", 3));

    private static ScriptedTool Two() => ScriptedTool.Returning("test.two", Samples.Result("r.two", "b.cs", 5, "low", 0.5));
}
