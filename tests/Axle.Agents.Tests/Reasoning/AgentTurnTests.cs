using System.Text.Json;
using Axle.Agents.Tests.Support;
using Axle.Tools.Contract;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Microsoft.Extensions.AI;
using static Axle.Agents.Tests.Reasoning.TurnStage;

namespace Axle.Agents.Tests.Reasoning;

/// <summary>How an agent comes to its result in turns, and what a crash, a person or a broken call does to it.</summary>
public sealed class AgentTurnTests
{
    private static readonly JsonElement PathParameter = JsonElement.Parse(
        """{"type":"object","properties":{"path":{"type":"string"},"size":{"type":"integer"}},"required":["path"],"additionalProperties":false}""");

    private readonly RecordingTool _read = new("notes.read", PathParameter) { Answer = """{"text":"forty-two"}""" };
    private readonly RecordingTool _write = new("notes.write", PathParameter, ToolEffect.World) { Idempotent = false };

    [Fact]
    public void A_call_of_the_model_is_a_step_of_the_run_and_its_result_is_read_in_the_next_turn()
    {
        using var stage = new TurnStage(
            (said, _) => Results(said) is [var seen] ? Answers(seen) : Calls("notes_read", new { path = "a" }), [_read], Agent("reader", "[notes.read]"));
        var run = stage.Start("reader");

        Summary(run).ShouldBe("""{"text":"forty-two"}""");
        run.State.Find("work[0]/call-1-notes_read")!.Status.ShouldBe(StepStatus.Completed);
        _read.Calls.ShouldHaveSingleItem().ShouldBe("""{"path":"a"}""");
        stage.Model.Asked[1].ShouldContain("forty-two");
        run.State.Spent.Calls.ShouldBe(2);
    }

    [Fact]
    public void A_tool_is_told_which_agent_calls_it_also_when_the_work_was_handed_on()
    {
        using var stage = new TurnStage(
            (said, _) => said.Any(static m => m.Text.Contains("Read it for me.", StringComparison.Ordinal)) || Results(said).Length > 0
                ? Results(said).Length == 0 ? Calls("notes_read", new { path = "b" }) : Answers("done")
                : new ChatMessage(ChatRole.Assistant, [
                    .. Calls("notes_read", new { path = "a" }).Contents,
                    .. Calls("delegate", new { agent = "helper", task = "Read it for me." }).Contents]),
            [_read],
            Agent("reader", "[notes.read]"),
            Agent("helper", "[notes.read]"));
        var run = stage.Start("reader");

        Summary(run).ShouldBe("done");
        _read.Calls.Zip(_read.Callers, static (call, caller) => $"{caller.Agent} {call}").ShouldBe(
            ["reader {\"path\":\"a\"}", "helper {\"path\":\"b\"}"], ignoreOrder: true);
        _read.Callers.ShouldAllBe(caller => caller.Run == run.State.Id.Value);
    }

    [Fact]
    public void A_crash_after_any_event_asks_no_model_again_whose_answer_was_noted_and_makes_no_call_twice()
    {
        for (var at = 2; at < 12; at++)
        {
            var (read, write) = (new RecordingTool("notes.read", PathParameter) { Answer = "1" }, new RecordingTool("notes.write", PathParameter, ToolEffect.World));
            using var stage = new TurnStage(
                (said, _) => Results(said).Length switch
                {
                    0 => Calls("notes_read", new { path = "a" }),
                    1 => Calls("notes_write", new { path = "b" }),
                    _ => Answers("done"),
                },
                [read, write],
                Agent("reader", "[notes.*]"));
            var seen = 0;
            var crashAt = at;
            stage.Host.CrashAfter(_ => ++seen == crashAt);
            Summary(stage.Start("reader")).ShouldBe("done");
            stage.Model.Asked.Count.ShouldBeInRange(3, 4, $"after event {at}");
            read.Calls.Count.ShouldBeInRange(1, 2);
            write.Calls.Count.ShouldBeInRange(1, 2);
        }
    }

    [Fact]
    public void An_agent_that_has_used_its_tokens_answers_with_what_it_knows()
    {
        using var stage = new TurnStage(
            (said, options) => options?.ToolMode is NoneChatToolMode ? Answers($"after {Results(said).Length}") : Calls("notes_read", new { path = "a" }),
            [_read],
            Agent("reader", "[notes.read]", "limits: {tokens: 20}"));
        // A question takes 12 tokens.
        Summary(stage.Start("reader")).ShouldBe("after 2");
    }

    [Fact]
    public void Arguments_that_do_not_fit_are_told_to_the_model_and_never_reach_the_tool()
    {
        using var stage = new TurnStage(
            (said, _) => Results(said).Length switch
            {
                0 => Calls("notes_read", new { path = "a", size = "many" }),
                1 => Calls("notes_read", new { path = "a", size = 3 }),
                _ => Answers("done"),
            },
            [_read],
            Agent("reader", "[notes.read]"));
        Summary(stage.Start("reader")).ShouldBe("done");
        _read.Calls.ShouldHaveSingleItem();
        stage.Model.Asked[1].ShouldContain("/size");
    }

    [Fact]
    public void A_tool_that_is_not_the_agents_cannot_be_called()
    {
        using var stage = new TurnStage(
            (said, _) => Results(said) is [var seen] ? Answers(seen) : Calls("notes_write", new { path = "a" }), [_read, _write], Agent("reader", "[notes.read]"));
        Summary(stage.Start("reader")).ShouldContain("There is no tool 'notes_write'");
        _write.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_call_that_failed_twice_is_not_made_a_third_time()
    {
        _read.Fails = true;
        using var stage = new TurnStage(
            (said, _) => Results(said) is { Length: 3 } seen ? Answers(seen[2]) : Calls("notes_read", new { path = "a" }), [_read], Agent("reader", "[notes.read]"));
        Summary(stage.Start("reader")).ShouldContain("Take another way");
        _read.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public void At_its_last_turn_an_agent_must_answer()
    {
        using var stage = new TurnStage(
            (_, options) => options?.ToolMode == ChatToolMode.None
                ? Says("""{"summary":"enough","themes":[],"recommendations":[]}""")
                : Calls("notes_read", new { path = Guid.NewGuid().ToString() }),
            [_read],
            Agent("reader", "[notes.read]").Replace("prompt: Say", "reasoning: {turns: 4}\n    prompt: Say", StringComparison.Ordinal));
        var workflow = Workflows.Definition.Building.WorkflowBuilder.Create("w").Step("work", static s => s.Agent("reader", "look")).Build();
        var run = stage.Host.Start(new Workflows.Engine.StartRun(workflow)
        {
            Attributes = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("workspace", Path.GetTempPath()),
        });
        Summary(run).ShouldBe("enough");
        stage.Model.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public void A_person_who_is_asked_may_change_the_call_and_only_the_changed_one_is_made()
    {
        using var stage = new TurnStage(
            (said, _) => Results(said) is [var seen] ? Answers(seen) : Calls("notes_write", new { path = "a" }),
            [_write],
            Agent("writer", "[notes.write]", "approvals: [notes.write]"));
        var run = stage.Start("writer");
        run.State.Find("work[0]/ask-1-notes_write")!.Question!.ToString().ShouldContain("\"path\":\"a\"");
        stage.Host.Crash();
        stage.Host.RunUntilIdle();
        run.Approve("work[0]/ask-1-notes_write", new { path = "b" });

        Summary(run).ShouldStartWith("A person agreed with changes");
        _write.Calls.ShouldHaveSingleItem().ShouldBe("""{"path":"b"}""");
    }

    [Fact]
    public void A_person_who_says_no_is_heard_by_the_model()
    {
        using var stage = new TurnStage(
            (said, _) => Results(said) is [var seen] ? Answers(seen) : Calls("notes_write", new { path = "a" }),
            [_write],
            Agent("writer", "[notes.write]", "approvals: [notes.write]"));
        var run = stage.Start("writer").Reject("work[0]/ask-1-notes_write", "not today");
        Summary(run).ShouldContain("not today");
        _write.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_call_without_arguments_waits_for_its_person_too()
    {
        var purge = new RecordingTool("notes.purge", JsonElement.Parse("""{"type":"object","properties":{}}"""), ToolEffect.World);
        using var stage = new TurnStage(
            (said, _) => Results(said) is [var seen] ? Answers(seen) : Calls("notes_purge", new { }), [purge], Agent("writer", "[notes.purge]", "approvals: ['*']"));
        var run = stage.Start("writer");
        purge.Calls.ShouldBeEmpty();
        run.Reject("work[0]/ask-1-notes_purge");
        Summary(run).ShouldContain("did not agree");
        purge.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_model_that_calls_on_after_its_last_turn_is_stopped()
    {
        using var stage = new TurnStage(
            (said, _) => Calls("notes_read", new { path = $"{Results(said).Length}" }), [_read], Agent("reader", "[notes.read]", "limits: {tokens: 20}"));
        var run = stage.Start("reader");
        stage.Host.Pass(TimeSpan.FromHours(1));
        run.State.Status.ShouldBe(RunStatus.Failed);
        run.State.Error!.Message.ShouldContain("after its last turn");
        _read.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public void Work_that_is_handed_on_is_a_step_below_and_its_result_comes_back()
    {
        using var stage = new TurnStage(
            (said, _) => said[0].Text.StartsWith("You are b", StringComparison.Ordinal) ? Answers("from b: " + said[1].Text.Contains("Count the files.", StringComparison.Ordinal))
                : Results(said) is [var seen] ? Answers(seen)
                : Calls("delegate", new { agent = "b", task = "Count the files." }),
            [],
            Agent("a"),
            Agent("b"));
        Summary(stage.Start("a")).ShouldContain("from b: True");
    }

    [Fact]
    public void Four_delegations_deep_a_person_is_asked_and_after_a_crash_the_edited_call_alone_is_made_once()
    {
        string[] chain = ["a", "b", "c", "d", "e"];
        using var stage = new TurnStage(
            (said, _) =>
            {
                if (Results(said) is [var seen])
                    return Answers(seen);
                var at = Array.FindIndex(chain, id => said[0].Text.StartsWith("You are " + id, StringComparison.Ordinal));
                return at < 4 ? Calls("delegate", new { agent = chain[at + 1], task = "Go on." }) : Calls("notes_write", new { path = "first" });
            },
            [_write],
            [.. chain.Select(static id => Agent(id, "[notes.write]", "approvals: ['notes.*']"))]);
        var run = stage.Start("a");
        var asked = run.State.Records.Single(static r => r.Status == StepStatus.Waiting).Path;
        asked.Count(static c => c == '/').ShouldBe(5);
        stage.Host.Crash();
        stage.Host.RunUntilIdle();
        run.Approve(asked, new { path = "second" });

        Summary(run).ShouldContain("second");
        _write.Calls.ShouldHaveSingleItem().ShouldBe("""{"path":"second"}""");
        stage.Model.Asked.Count.ShouldBe(10);
    }

    [Fact]
    public void A_draft_is_looked_at_and_mended()
    {
        using var stage = new TurnStage(
            (said, _) => said[0].Text.StartsWith("You are a critical reader", StringComparison.Ordinal)
                ? Says(said[1].Text.Contains("second", StringComparison.Ordinal) ? """{"ok":true,"problems":[]}""" : """{"ok":false,"problems":["too short"]}""")
                : Review(said[^1].Text.Contains("too short", StringComparison.Ordinal) ? "second" : "first"),
            [],
            Agent("a").Replace("prompt: Say", "reasoning: {reflections: 2}\n    prompt: Say", StringComparison.Ordinal));
        var workflow = Workflows.Definition.Building.WorkflowBuilder.Create("w").Step("work", static s => s.Agent("a", "look")).Build();
        var run = stage.Host.Start(new Workflows.Engine.StartRun(workflow)
        {
            Attributes = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("workspace", Path.GetTempPath()),
        });
        Summary(run).ShouldBe("second");
        run.State.Spent.Calls.ShouldBe(4);
        run.Events.Count(static e => e.Event is StepTurned).ShouldBe(3);
    }

    [Fact]
    public void A_plan_is_worked_on_milestone_by_milestone_and_made_anew_when_one_is_missed()
    {
        var plans = 0;
        using var stage = new TurnStage(
            (said, _) =>
            {
                var text = said[^1].Text;
                if (said[0].Text.StartsWith("You plan work", StringComparison.Ordinal))
                {
                    return Says(plans++ == 0
                        ? """{"milestones":[{"title":"One","task":"First thing","acceptance":"is there"},{"title":"Two","task":"Bad thing","acceptance":"is good"}]}"""
                        : """{"milestones":[{"title":"Two again","task":"Good thing","acceptance":"is good"}]}""");
                }

                if (text.Contains("Does the result under", StringComparison.Ordinal))
                    return Says(text.Contains("Bad thing", StringComparison.Ordinal) ? """{"passed":false,"why":"it is bad"}""" : """{"passed":true,"why":"fine"}""");
                return text.Contains("by milestones", StringComparison.Ordinal)
                    ? Says("""{"summary":"all done","themes":[],"recommendations":[]}""")
                    : Answers("did " + (text.Contains("Task: Bad thing", StringComparison.Ordinal) ? "Bad thing" : "it"));
            },
            [],
            Agent("a").Replace("prompt: Say", "reasoning: plan\n    prompt: Say", StringComparison.Ordinal));
        var workflow = Workflows.Definition.Building.WorkflowBuilder.Create("w").Step("work", static s => s.Agent("a", "look")).Build();
        var run = stage.Host.Start(new Workflows.Engine.StartRun(workflow)
        {
            Attributes = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("workspace", Path.GetTempPath()),
        });
        Summary(run).ShouldBe("all done");
        plans.ShouldBe(2);
        stage.Model.Asked[^1].ShouldContain("Two: NOT reached (it is bad)");
        stage.Model.Asked[^1].ShouldContain("Two again: reached");
    }

    [Fact]
    public void Of_many_tools_a_few_are_shown_and_the_rest_is_found_by_searching()
    {
        var tools = Enumerable.Range(0, 60).Select(static i => new RecordingTool($"bulk.tool{i}", PathParameter)).Append(_read).ToArray();
        var offered = new List<int>();
        using var stage = new TurnStage(
            (said, options) =>
            {
                offered.Add(options?.Tools?.Count ?? 0);
                return Results(said).Length switch
                {
                    0 => Calls("find_tools", new { words = "notes" }),
                    1 => Calls("notes_read", new { path = "a" }),
                    _ => Answers("done"),
                };
            },
            tools,
            Agent("reader", "['*']"));
        Summary(stage.Start("reader")).ShouldBe("done");
        _read.Calls.ShouldHaveSingleItem();
        offered.ShouldAllBe(static count => count <= 20);
    }

    [Fact]
    public void A_tool_of_the_agent_that_is_not_shown_can_still_be_called_by_its_name()
    {
        var tools = Enumerable.Range(0, 60).Select(static i => new RecordingTool($"bulk.tool{i}", PathParameter)).Append(_read).ToArray();
        using var stage = new TurnStage(
            (said, options) => Results(said).Length == 0 && options!.Tools!.All(static t => t.Name != "bulk_tool7")
                ? Calls("bulk_tool7", new { path = "a" })
                : Answers("done"),
            tools,
            Agent("reader", "['*']"));
        Summary(stage.Start("reader")).ShouldBe("done");
        tools[7].Calls.ShouldHaveSingleItem();
    }

    private static ChatMessage Review(string summary) =>
        Says(JsonSerializer.Serialize(new { summary, themes = Array.Empty<string>(), recommendations = Array.Empty<string>() }));
}
