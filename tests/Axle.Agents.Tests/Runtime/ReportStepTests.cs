using System.Text.Json;
using Axle.Agents.Tests.Support;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Agents.Tests.Runtime;

public sealed class ReportStepTests
{
    private const string Security = """
        {"agent":"security","action":"scan","summary":"Two holes.","findings":[
          {"rule":"sec.a","severity":"critical","confidence":0.9,"file":"a.cs","line":1,"endLine":1,"message":"M","why":"W","remedy":"R"},
          {"rule":"sec.b","severity":"low","confidence":0.9,"file":"b.cs","line":2,"endLine":2,"message":"M","why":"W","remedy":"R"}]}
        """;

    [Fact]
    public async Task The_writer_publishes_everything_that_ended_and_how_it_went()
    {
        var publish = Publisher();
        using var stage = new Stage(Samples.Inspector, [publish]);
        var context = Stage.Context(new AgentAction("inspector", "tell"), """{"title":"My review"}""", "report") with
        {
            Ended = [Stage.Ended("scan", Security, new StepDecision("provider-fallback", "offline: no key", JsonElement.Parse("""{"confidence":0.5}"""))), Stage.Ended("other", """{"summary":"Fine."}""")],
            Upstream = ["scan"],
        };

        var (output, _) = await stage.RunAsync(context);

        var told = publish.LastArguments;
        told.GetProperty("title").GetString().ShouldBe("My review");
        told.GetProperty("runId").GetString().ShouldBe("run-1");
        told.GetProperty("steps").EnumerateObject().Select(step => step.Name).ShouldBe(["scan", "other", "report"]);
        told.GetProperty("steps").GetProperty("scan").GetProperty("agent").GetString().ShouldBe("security");
        told.GetProperty("steps").GetProperty("report").GetProperty("output").GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace();
        var run = told.GetProperty("run").GetProperty("steps").GetProperty("scan");
        run.GetProperty("startedAt").GetDateTimeOffset().ShouldBe(DateTimeOffset.UnixEpoch);
        run.GetProperty("decisions")[0].GetProperty("message").GetString().ShouldBe("offline: no key");
        output.GetProperty("reports").GetProperty("html").GetString().ShouldBe("r.html");
        output.GetProperty("counts").GetProperty("total").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task The_writers_words_are_about_the_findings_of_all_steps()
    {
        var model = new ScriptedProvider(_ => """{"summary":"S","themes":[{"title":"T","detail":"D","evidence":[1]}],"recommendations":[]}""");
        using var stage = new Stage(Samples.Inspector, [Publisher()], model);

        var (output, _) = await stage.RunAsync(Stage.Context(new AgentAction("inspector", "tell")) with { Ended = [Stage.Ended("scan", Security)] });

        model.Asked.Single().ShouldContain("sec.a");
        model.Asked.Single().ShouldContain("Two holes.");
        output.GetProperty("themes")[0].GetProperty("places")[0].GetString().ShouldBe("b.cs:2");
        output.GetProperty("findings").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_report_larger_than_a_foreign_call_may_be_is_still_written()
    {
        var publish = Publisher();
        using var stage = new Stage(Samples.Inspector, [publish]);
        var ended = Enumerable.Range(0, 20).Select(i => Stage.Ended($"s{i}", $$"""{"summary":"{{new string('x', 100_000)}}"}""")).ToArray();

        var (output, _) = await stage.RunAsync(Stage.Context(new AgentAction("inspector", "tell"), key: "report") with { Ended = ended });

        publish.LastArguments.GetRawText().Length.ShouldBeGreaterThan(2_000_000);
        output.TryGetProperty("reports", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task An_upstream_step_is_told_and_a_stranger_is_not()
    {
        var model = new ScriptedProvider(_ => Samples.Review);
        using var stage = new Stage(Samples.Inspector, [ScriptedTool.Returning("test.one", "{}"), ScriptedTool.Returning("test.two", "{}")], model);

        await stage.RunAsync(Stage.Context(new AgentAction("inspector", "look-around")) with
        {
            Ended = [Stage.Ended("scan", Security), Stage.Ended("other", """{"summary":"Unrelated words."}""")],
            Upstream = ["scan"],
        });

        model.Asked.Single().ShouldContain("Two holes.");
        model.Asked.Single().ShouldNotContain("Unrelated words.");
    }

    [Fact]
    public async Task Without_the_publishing_tool_the_error_says_what_is_missing()
    {
        using var stage = new Stage(Samples.Inspector, []);

        var error = await stage.FailAsync(Stage.Context(new AgentAction("inspector", "tell")));

        error.Kind.ShouldBe(ErrorKind.NotFound);
        error.Message.ShouldContain("'test.publish'");
    }

    private static ScriptedTool Publisher() =>
        ScriptedTool.Returning("test.publish", """{"reports":{"html":"r.html"},"counts":{"critical":1,"low":1},"findings":2}""", Axle.Tools.Contract.ToolEffect.Local);
}
