using System.Text.Json;
using Axle.Agents.Escalation;
using Axle.Agents.Tests.Reasoning;
using Axle.Models.Guarding;
using Axle.Testing.Hosting;
using Axle.Tools.Contract;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Extensions.AI;
using static Axle.Agents.Tests.Reasoning.TurnStage;

namespace Axle.Agents.Tests.Escalation;

/// <summary>When a session is handed to a person, and what the person makes of it.</summary>
public sealed class SessionBreakerTests
{
    private const string Question = "work[0]/person";
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{},"additionalProperties":false}""");

    [Fact]
    public void Three_failures_in_a_row_hand_a_conversation_to_a_person_with_a_summary_and_the_saved_session()
    {
        using var stage = Failing(out _);
        stage.Start("clerk", "One.", "talk").ShouldBe(RunStatus.Failed);
        stage.Start("clerk", "Two.", "talk").ShouldBe(RunStatus.Failed);
        var third = stage.Start("clerk", "Three.", "talk");

        third.ShouldWaitAt(Question);
        var asked = third.State.Find(Question)!.Question!.Value;
        asked.GetProperty("message").GetString()!.ShouldContain("Session 'talk' needs a person. It failed 3 times in a row, the last time so: ");
        var shown = asked.GetProperty("parameters");
        shown.GetProperty("summary").GetString()!.ShouldContain("Asked: Three.");
        shown.GetProperty("session").GetProperty("failures").GetInt32().ShouldBe(3);
        shown.GetProperty("session").GetProperty("task").GetString().ShouldBe("Three.");
        Decided(third).ShouldBe(["session-escalated"]);
        stage.Start("clerk", "Elsewhere.", "another").ShouldBe(RunStatus.Failed);
    }

    [Fact]
    public void A_person_lets_it_go_on_with_guidance_that_the_agent_reads_and_a_success_ends_the_probation()
    {
        using var stage = Failing(out var model);
        var run = Open(stage);
        model.IsWell = true;
        run.Approve(Question, new { guidance = "Look into the other drawer." });

        Summary(run).ShouldBe("done");
        stage.Model.Asked[^1].ShouldContain("A person looked at this work and says: Look into the other drawer.");
        Decided(run).ShouldBe(["session-escalated", "session-resumed", "session-closed"]);
        StateOf(stage).Status.ShouldBe(SessionStatus.Closed);
        model.IsWell = false;
        stage.Start("clerk", "One failure is none in a row.", "talk").ShouldBe(RunStatus.Failed);
    }

    [Fact]
    public void The_first_failure_on_probation_hands_it_to_a_person_again()
    {
        using var stage = Failing(out _);
        var run = Open(stage).Approve(Question);
        run.ShouldWaitAt("work[1]/person");
        run.State.Find("work[1]/person")!.Question!.Value.GetProperty("message").GetString()!.ShouldContain("failed again");
        StateOf(stage).Status.ShouldBe(SessionStatus.Open);
    }

    [Fact]
    public void A_session_that_a_person_ends_is_over_and_others_are_not()
    {
        using var stage = Failing(out var model);
        var run = Open(stage).Reject(Question, "Enough of it.");
        run.ShouldHaveFailed("work", ErrorKind.Refused);
        run.State.Find("work")!.Error!.Message.ShouldContain("Enough of it.");
        Decided(run).ShouldBe(["session-escalated", "session-ended"]);

        model.IsWell = true;
        var asked = stage.Model.Asked.Count;
        var next = stage.Start("clerk", "Hello?", "talk");
        next.ShouldHaveFailed("work", ErrorKind.Refused);
        next.State.Find("work")!.Error!.Message.ShouldContain("Session 'talk' was ended");
        next.State.Find("work")!.Error!.Message.ShouldNotContain("Enough of it.");
        stage.Model.Asked.Count.ShouldBe(asked);
        Summary(stage.Start("clerk", "Hello?", "another")).ShouldBe("done");
        Forget(stage).ShouldBeTrue();
        Summary(stage.Start("clerk", "Hello?", "talk")).ShouldBe("done");
    }

    [Fact]
    public void A_session_that_another_user_names_alike_is_another_one()
    {
        using var stage = Failing(out var model);
        var run = Open(stage);
        model.IsWell = true;
        Summary(stage.Start("clerk", "Mine.", "talk", user: "eve")).ShouldBe("done");
        run.Reject(Question, "Enough of it.");
        Summary(stage.Start("clerk", "Mine.", "talk", user: "eve")).ShouldBe("done");
        Forget(stage).ShouldBeTrue();
    }

    [Fact]
    public void An_answer_counts_once_also_when_others_came_after_it()
    {
        var (now, place) = (DateTimeOffset.UnixEpoch, ("run", "step"));
        var state = new SessionState { Session = "talk" }.Opening("failures", "It failed.", place, now).Resuming("one", "ann", now)
            .Opening("failures", "It failed.", place, now).Resuming("two", "ann", now).Opening("failures", "It failed.", place, now);
        state.Resuming("one", "ann", now).ShouldBeSameAs(state);
        state.Ending("one", "No.", now).ShouldBeSameAs(state);
        state.Resuming("three", "ann", now).Status.ShouldBe(SessionStatus.HalfOpen);
    }

    [Fact]
    public void While_a_person_has_it_nothing_else_of_the_session_goes_on()
    {
        using var stage = Failing(out var model);
        var first = Open(stage);
        model.IsWell = true;
        var asked = stage.Model.Asked.Count;
        var second = stage.Start("clerk", "And this?", "talk");
        second.ShouldWaitAt(Question);
        stage.Model.Asked.Count.ShouldBe(asked);
        second.State.Find(Question)!.Question!.Value.GetProperty("parameters").GetProperty("session").GetProperty("openedBy").GetProperty("run").GetString()
            .ShouldBe(first.Id.Value);
        Summary(first.Approve(Question)).ShouldBe("done");
        Summary(second.Approve(Question)).ShouldBe("done");
    }

    [Fact]
    public void Nobody_answers_and_the_session_is_ended()
    {
        using var stage = Failing(out _, new EscalationOptions { Wait = TimeSpan.FromHours(1) });
        var run = Open(stage);
        run.Pass(TimeSpan.FromHours(2)).ShouldHaveFailed("work", ErrorKind.Refused);
        StateOf(stage).Status.ShouldBe(SessionStatus.Ended);
    }

    [Theory]
    [InlineData(EscalationScope.Conversations)]
    [InlineData(EscalationScope.Off)]
    public void An_agent_that_the_routing_chose_has_its_own_settings(EscalationScope general)
    {
        var mood = new Mood();
        using var stage = new TurnStage(
            (_, _) => mood.IsWell ? Answers("done") : throw new AxleException(ErrorKind.Refused, "I will not."), [],
            Agent("clerk", more: "guardrails: {escalation: {for: conversations, failures: 1, assignees: [ops]}}")
                .Replace("prompt: Say what is there.", "prompt: Say what is there.\n    output: {type: object}", StringComparison.Ordinal))
        {
            Escalation = new EscalationOptions { For = general },
        };
        var run = stage.Start(null, session: "talk", action: "look");
        run.ShouldWaitAt(Question);
        mood.IsWell = true;
        Summary(run.Approve(Question)).ShouldBe("done");
        StateOf(stage).Status.ShouldBe(SessionStatus.Closed);
    }

    [Theory]
    [InlineData(0.49, true)]
    [InlineData(0.5, false)]
    [InlineData(null, false)]
    public void An_answer_that_is_not_sure_of_itself_is_held_back_and_goes_out_as_a_person_leaves_it(double? confidence, bool isHeld)
    {
        using var stage = new TurnStage(
            (_, _) => Says(JsonSerializer.Serialize(
                confidence is null ? new { summary = "perhaps", done = true } : (object)new { summary = "perhaps", done = true, confidence })),
            [], Agent("clerk"));
        var run = stage.Start("clerk", "Guess.", "talk");
        if (!isHeld)
        {
            Summary(run).ShouldBe("perhaps");
            return;
        }

        run.ShouldWaitAt(Question);
        var held = run.State.Find(Question)!.Question!.Value.GetProperty("parameters").GetProperty("answer");
        held.GetProperty("summary").GetString().ShouldBe("perhaps");
        run.Approve(Question, new { answer = new { summary = "certainly", offline = false } });
        Summary(run).ShouldBe("certainly");
        stage.Model.Asked.Count.ShouldBe(1);
        StateOf(stage).Status.ShouldBe(SessionStatus.HalfOpen);
    }

    [Fact]
    public void An_answer_that_is_not_sure_of_itself_is_not_published_before_a_person_was_asked()
    {
        var sure = 0.2;
        var press = new RecordingTool("press.print", JsonElement.Parse("""{"type":"object"}"""));
        var teller = Agent("teller", "[press.print]").Replace(
            "actions:\n", "actions:\n  tell:\n    description: Tell it.\n    publishes: press.print\n    prompt: Tell it.\n    output: {type: object}\n", StringComparison.Ordinal);
        using var stage = new TurnStage((_, _) => Says(JsonSerializer.Serialize(new { summary = "perhaps", confidence = sure })), [press], teller);
        var run = stage.Start("teller", session: "talk", action: "tell");
        run.ShouldWaitAt(Question);
        run.State.Find(Question)!.Question!.Value.GetProperty("message").GetString()!.ShouldContain("It was not published");
        press.Calls.ShouldBeEmpty();
        sure = 0.9;
        Summary(run.Approve(Question)).ShouldBe("perhaps");
        press.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public void What_costs_too_much_is_looked_at_again_after_as_much_more()
    {
        // A turn costs 0.012 dollars.
        var read = new RecordingTool("notes.read", NoParameters) { Answer = "1" };
        using var stage = new TurnStage(
            (said, _) => Results(said).Length < 4 ? Calls("notes_read", new { }) : Answers("done"), [read], Agent("clerk", "[notes.read]"))
        {
            Escalation = new EscalationOptions { Usd = 0.02m, For = EscalationScope.Runs },
        };
        var run = stage.Start("clerk");
        run.ShouldWaitAt("work[2]/person");
        run.State.Find("work[2]/person")!.Question!.Value.GetProperty("message").GetString()!.ShouldContain("It has spent $0.02");
        run.Approve("work[2]/person").ShouldWaitAt("work[5]/person");
        Summary(run.Approve("work[5]/person")).ShouldBe("done");
        read.Calls.Count.ShouldBe(4);
    }

    [Fact]
    public void Turns_whose_calls_all_fail_are_failures_in_a_row_also_within_one_run()
    {
        var broken = new RecordingTool("notes.read", NoParameters) { Fails = true };
        var number = 0;
        using var stage = new TurnStage(
            (_, _) => ++number < 9 ? Calls(number % 2 == 0 ? "notes_read" : "notes_none", new { }) : Answers("done"), [broken], Agent("clerk", "[notes.read]"))
        {
            Escalation = new EscalationOptions { For = EscalationScope.Runs },
        };
        var run = stage.Start("clerk");
        run.ShouldWaitAt("work[3]/person");
        run.State.Find("work[3]/person")!.Question!.Value.GetProperty("parameters").GetProperty("summary").GetString()!.ShouldContain("FAILED");
        number.ShouldBe(3);
    }

    [Fact]
    public void Work_that_was_handed_on_is_of_the_same_session()
    {
        using var stage = new TurnStage(
            (said, _) => said.Any(static m => m.Text.Contains("Help me.", StringComparison.Ordinal))
                ? throw new AxleException(ErrorKind.Refused, "No.")
                : Results(said).Length == 0 ? Calls("delegate", new { agent = "helper", task = "Help me." }) : Answers("done"),
            [], Agent("clerk"), Agent("helper"))
        {
            Escalation = new EscalationOptions { Failures = 1 },
        };
        var run = stage.Start("clerk", session: "talk");
        run.ShouldWaitAt("work[0]/delegate-1-helper[0]/person");
        run.Reject("work[0]/delegate-1-helper[0]/person", "Nobody helps.");
        run.ShouldHaveFailed("work", ErrorKind.Refused);
    }

    [Fact]
    public void A_deed_that_may_have_been_done_is_not_put_to_a_person_whose_yes_would_do_it_again()
    {
        var deed = new RecordingTool("lamp.switch", NoParameters, ToolEffect.World) { Fails = true, Idempotent = false };
        var lamp = Agent("keeper", "[lamp.switch]").Replace(
            "actions:\n", "actions:\n  switch:\n    description: Switch it.\n    world: true\n    evidence: [{tool: lamp.switch}]\n    prompt: Say it.\n",
            StringComparison.Ordinal);
        using var stage = new TurnStage((_, _) => Answers("done"), [deed], lamp) { Escalation = new EscalationOptions { Failures = 1 } };
        var run = stage.Start("keeper", "On.", "talk", "switch");
        // Evidence is collected beside the engine's own thread.
        SpinWait.SpinUntil(() => Ran(), TimeSpan.FromMinutes(5)).ShouldBeTrue();
        run.ShouldBe(RunStatus.Failed);
        deed.Calls.Count.ShouldBe(1);
        StateOf(stage).Status.ShouldBe(SessionStatus.Open);

        bool Ran()
        {
            stage.Host.RunUntilIdle();
            return run.State.Status != RunStatus.Executing || run.State.Find("work")!.Status != StepStatus.Running;
        }
    }

    [Fact]
    public void Where_nobody_asked_for_it_runs_without_a_conversation_fail_as_ever_and_off_is_off()
    {
        using var stage = Failing(out _);
        for (var i = 0; i < 4; i++)
            stage.Start("clerk").ShouldBe(RunStatus.Failed);
        using var off = Failing(out _, new EscalationOptions { For = EscalationScope.Off });
        for (var i = 0; i < 4; i++)
            off.Start("clerk", session: "talk").ShouldBe(RunStatus.Failed);
    }

    [Fact]
    public void A_prompt_is_of_the_session_too_and_reads_what_a_person_says_to_it()
    {
        using var stage = Failing(out var model);
        stage.Start("clerk", "One.", "talk").ShouldBe(RunStatus.Failed);
        stage.Start(static s => s.Prompt("Sum it up."), "talk").ShouldBe(RunStatus.Failed);
        var third = stage.Start(static s => s.Prompt("Sum it up again.").With("page", "Twelve."), "talk");

        third.ShouldWaitAt(Question);
        var shown = third.State.Find(Question)!.Question!.Value.GetProperty("parameters");
        shown.GetProperty("summary").GetString()!.ShouldContain("Asked: Sum it up again.");
        shown.GetProperty("session").GetProperty("context").GetProperty("page").GetString().ShouldBe("Twelve.");
        model.IsWell = true;
        third.Approve(Question, new { guidance = "Only the last page." }).ShouldBe(RunStatus.Completed);
        stage.Model.Asked[^1].ShouldContain("A person looked at this work and says: Only the last page.");
        Decided(third).ShouldBe(["session-escalated", "session-resumed", "session-closed"]);
    }

    [Fact]
    public void A_prompt_whose_answer_is_not_sure_of_itself_is_held_back_and_what_it_says_of_an_agent_changes_nothing()
    {
        using var stage = new TurnStage(
            (_, _) => Says("""{"agent":"careless","kind":"invoice","confidence":0.2}"""), [],
            Agent("careless", more: "guardrails: {escalation: {for: off}}"));
        var run = stage.Start(static s => s.Prompt("Which kind is it?", JsonElement.Parse("""{"type":"object"}""")), "talk");
        run.ShouldWaitAt(Question);
        run.Approve(Question, new { answer = new { kind = "letter", confidence = 1 } });
        run.State.Find("work")!.Output!.Value.GetProperty("kind").GetString().ShouldBe("letter");
        stage.Model.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public void A_process_that_dies_after_any_event_loses_neither_the_question_nor_the_answer()
    {
        for (var at = 1; at < 12; at++)
        {
            using var stage = Failing(out var model);
            var (seen, crashAt) = (0, at);
            stage.Start("clerk", "One.", "talk").ShouldBe(RunStatus.Failed);
            stage.Start("clerk", "Two.", "talk").ShouldBe(RunStatus.Failed);
            stage.Host.CrashAfter(_ => ++seen == crashAt);
            var run = stage.Start("clerk", "Three.", "talk");
            run.ShouldWaitAt(Question);
            model.IsWell = true;
            Summary(run.Approve(Question, new { guidance = "Go on." })).ShouldBe("done");
            stage.Model.Asked[^1].ShouldContain("Go on.");
        }
    }

    private static TestRun Open(TurnStage stage)
    {
        stage.Start("clerk", "One.", "talk").ShouldBe(RunStatus.Failed);
        stage.Start("clerk", "Two.", "talk").ShouldBe(RunStatus.Failed);
        var run = stage.Start("clerk", "Three.", "talk");
        run.ShouldWaitAt(Question);
        return run;
    }

    private static TurnStage Failing(out Mood model, EscalationOptions? options = null)
    {
        var mood = model = new Mood();
        return new TurnStage((_, _) => mood.IsWell ? Answers("done") : throw new AxleException(ErrorKind.Refused, "I will not."), [], Agent("clerk"))
        {
            Escalation = options ?? new EscalationOptions(),
        };
    }

    private static string[] Decided(TestRun run) =>
        [.. run.State.Find("work")!.Decisions.Select(static d => d.Kind).Where(static k => k.StartsWith("session-", StringComparison.Ordinal))];

    private static SessionState StateOf(TurnStage stage) => stage.Host.Do(() => stage.Sessions.FindAsync(null, null, "talk", CancellationToken.None).AsTask());

    private static bool Forget(TurnStage stage) => stage.Host.Do(() => stage.Sessions.ForgetAsync(null, null, "talk", CancellationToken.None).AsTask());

    private sealed class Mood
    {
        public bool IsWell { get; set; }
    }
}
