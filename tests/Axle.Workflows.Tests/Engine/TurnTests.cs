using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Building;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Axle.Workflows.Runs.Snapshots;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>Work that goes on in turns: its handler notes how far it has come and asks for steps, and loses none of it.</summary>
public sealed class TurnTests
{
    private readonly ScriptedHandler _handler = new();

    [Fact]
    public void A_handler_that_asks_for_steps_is_called_again_with_what_they_brought()
    {
        _handler.On("think", Asking("look", "dig")).Returns("think[0]/look", 7).Returns("think[1]/dig", 8);
        var run = Host().Start(Of(Tool("think"), Tool("after", "think")));

        run.State.Status.ShouldBe(RunStatus.Completed);
        run.State.Find("think")!.Output!.ToString().ShouldBe(
            """["""
            + """{"note":"for look","results":{"look":{"status":"completed","output":7}}},"""
            + """{"note":"for dig","results":{"dig":{"status":"completed","output":8}}}]""");
        _handler.Calls.Select(static c => c.Path).ShouldBe(["think", "think[0]/look", "think", "think[1]/dig", "think", "after"]);
        _handler.Calls.Where(static c => c.Path == "think").Select(static c => c.Attempt).ShouldBe([1, 2, 3]);
        _handler.Calls.Select(static c => c.Depth).ShouldBe([0, 1, 0, 1, 0, 0]);
    }

    [Fact]
    public void A_crash_after_any_event_loses_nothing_and_does_nothing_twice_that_was_done()
    {
        var whole = Crashing(int.MaxValue, out var events);
        for (var at = 2; at < events; at++)
        {
            var outputs = Crashing(at, out _);
            outputs.ShouldBe(whole, $"after event {at}");
        }
    }

    [Fact]
    public void An_approval_four_handlers_deep_survives_a_crash_and_only_the_edited_call_is_made()
    {
        foreach (var path in new[] { "a", "a[0]/a", "a[0]/a[0]/a", "a[0]/a[0]/a[0]/a" })
            _handler.On(path, path.Count(static c => c == '/') < 3 ? Asking("a") : AskingAPerson());
        var host = Host();
        var run = host.Start(Of(Tool("a")));
        run.State.Find("a[0]/a[0]/a[0]/a[0]/ask")!.Status.ShouldBe(StepStatus.Waiting);
        run.State.Status.ShouldBe(RunStatus.Executing);
        host.Crash();
        host.RunUntilIdle();

        run.Approve("a[0]/a[0]/a[0]/a[0]/ask", new { text = "edited" });

        run.State.Status.ShouldBe(RunStatus.Completed, run.State.Error?.Message);
        var call = _handler.Calls.Where(static c => c.Path.EndsWith("/do", StringComparison.Ordinal)).ShouldHaveSingleItem();
        call.Input.ToString().ShouldBe("""{"text":"edited"}""");
        call.Effect.ShouldBe(StepEffect.Once);
    }

    [Fact]
    public void What_a_handler_gives_as_input_is_never_read_as_an_expression()
    {
        const string Text = "${{ run.id }} ${{ steps.x.output }}";
        var asked = WorkflowBuilder.Create("turn").Input("call", "string").Step("do", static s => s.Tool("do").With("text", Expr.Input("call"))).Build();
        _handler.On("think", (context, _) => ValueTask.FromResult(context.Turns.Count == 0
            ? StepResult.Continue(Payload.EmptyObject, new NextSteps(asked, Payload.From(JsonSerializer.SerializeToElement(new { call = Text }))))
            : new StepResult(Payload.EmptyObject)));
        Host().Start(Of(Tool("think"))).State.Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Single(static c => c.Key == "do").Input.Value.GetProperty("text").GetString().ShouldBe(Text);
    }

    [Theory]
    [InlineData("return")]
    [InlineData("fail")]
    public void Return_and_fail_among_steps_that_were_asked_for_end_themselves_alone(string what)
    {
        var asked = WorkflowBuilder.Create("turn").Step("end", s => _ = what == "fail" ? s.Fail("no") : s.Return(7)).Step("look", static s => s.Tool("look")).Build();
        _handler.On("think", (context, _) => ValueTask.FromResult(context.Turns.Count == 0
            ? StepResult.Continue(Payload.EmptyObject, new NextSteps(asked, Payload.EmptyObject))
            : new StepResult(context.Turns[0].Results!)));
        var run = Host().Start(Of(Tool("think")));
        run.State.Status.ShouldBe(RunStatus.Completed, run.State.Error?.Message);
        var results = run.State.Find("think")!.Output!.Value;
        results.GetProperty("end").GetProperty("status").GetString().ShouldBe(what == "fail" ? "failed" : "completed");
        results.GetProperty("look").GetProperty("status").GetString().ShouldBe("completed");
    }

    [Fact]
    public void Steps_asked_for_anew_at_the_same_address_with_other_input_are_other_work()
    {
        var keys = new List<string>();
        var asks = 0;
        _handler.On("think", (context, _) =>
        {
            if (context.Turns.Count > 0)
                throw new AxleException(ErrorKind.Validation, "no");
            var turn = WorkflowBuilder.Create("turn").Input("call", "object").Step("do", static s => s.Tool("do").With("n", Expr.Input("call")["n"])).Build();
            return ValueTask.FromResult(StepResult.Continue(
                Payload.EmptyObject, new NextSteps(turn, Payload.From(JsonSerializer.SerializeToElement(new { call = new { n = ++asks } })))));
        }).On("think[0]/do", (context, _) =>
        {
            keys.Add(context.IdempotencyKey);
            return ValueTask.FromResult(new StepResult(Payload.EmptyObject));
        });
        Host().Start(Of(Tool("think") with { Fallbacks = [new Fallback(new ToolAction("other"), null, null, null)] }));
        keys.Count.ShouldBe(2);
        keys.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void A_turn_may_ask_for_nothing_and_is_kept_all_the_same()
    {
        _handler.On("think", (context, _) => ValueTask.FromResult(context.Turns.Count < 3
            ? StepResult.Continue(Value($"{context.Turns.Count}"), NextSteps.None)
            : new StepResult(Value(context.Turns.Count.ToString(CultureInfo.InvariantCulture)))));
        var host = Host();
        var crashes = 0;
        host.CrashAfter(e => e is StepTurned && crashes++ == 1);
        var run = host.Start(Of(Tool("think")));
        run.State.Find("think")!.Turns.Select(static t => t.Note.ToString()).ShouldBe(["0", "1", "2"]);
        _handler.Calls.Count.ShouldBeInRange(4, 5, "the attempt that was under way is made again");
    }

    [Fact]
    public void Steps_that_fail_are_told_to_the_handler_and_do_not_fail_the_run()
    {
        _handler.On("think", Asking("look")).Fails("think[0]/look", ErrorKind.Validation);
        var run = Host().Start(Of(Tool("think")));
        run.State.Status.ShouldBe(RunStatus.Completed);
        run.State.Outputs!.ToString().ShouldContain("""
            "status":"failed","error":{"kind":"validation"
            """);
    }

    [Fact]
    public void A_failed_turn_is_tried_again_with_all_turns_before_it()
    {
        var failures = 2;
        var script = Asking("look");
        _handler.On("think", (context, token) => context.Turns.Count == 1 && failures-- > 0
            ? throw new AxleException(ErrorKind.Network, "away")
            : script(context, token));
        var host = Host();
        var run = host.Start(Of(Tool("think") with { Retry = new RetryPolicy { MaxAttempts = 3, Jitter = 0 } }));
        host.Pass(TimeSpan.FromHours(1));
        run.State.Status.ShouldBe(RunStatus.Completed, run.State.Error?.Message);
        _handler.Calls.Count(static c => c.Key == "look").ShouldBe(1);
        _handler.Calls.Where(static c => c.Key == "think").Select(static c => c.Turns.Count).ShouldBe([0, 1, 1, 1]);
    }

    [Fact]
    public void A_failed_run_that_is_resumed_keeps_the_turns()
    {
        var fails = true;
        var script = Asking("look");
        _handler.On("think", (context, token) => context.Turns.Count == 1 && fails ? throw new AxleException(ErrorKind.Validation, "no") : script(context, token));
        var host = Host();
        var run = host.Start(Of(Tool("think")));
        run.State.Status.ShouldBe(RunStatus.Failed);
        fails = false;
        host.Crash();
        run.Resume();
        run.State.Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Count(static c => c.Key == "look").ShouldBe(1);
    }

    [Fact]
    public void A_run_that_failed_in_the_middle_of_a_turn_goes_on_with_its_steps_when_it_is_resumed()
    {
        _handler.On("a", AskingAPerson());
        var host = Host();
        var run = host.Start(Of(Tool("a")) with { Timeout = TimeSpan.FromHours(1) });
        host.Pass(TimeSpan.FromHours(2));
        run.State.Status.ShouldBe(RunStatus.Failed);
        host.Crash();
        run.Resume();
        run.State.Find("a[0]/ask")!.Status.ShouldBe(StepStatus.Waiting);
        run.Approve("a[0]/ask");

        run.State.Status.ShouldBe(RunStatus.Completed, run.State.Error?.Message);
        _handler.Calls.Count(static c => c.Key == "do").ShouldBe(1);
    }

    [Fact]
    public void A_run_rolled_back_to_the_middle_of_a_turn_does_the_rest_again()
    {
        _handler.On("think", Asking("look", "dig"));
        var host = Host();
        var run = host.Start(Of(Tool("think")));
        foreach (var seq in run.Events.Where(static e => e.Event is StepTurned or ScopeClosed or StepStarted).Select(static e => e.Seq).ToArray())
        {
            var before = run.State.Outputs!.ToString();
            run.Resume(seq.ToString(CultureInfo.InvariantCulture));
            run.State.Status.ShouldBe(RunStatus.Completed, $"from {seq}");
            run.State.Outputs!.ToString().ShouldBe(before);
        }
    }

    [Fact]
    public void A_spent_budget_pauses_between_turns()
    {
        _handler.On("think", (context, _) => ValueTask.FromResult(context.Turns.Count < 3
            ? StepResult.Continue(Payload.EmptyObject, NextSteps.None, usage: new ModelUsage(0.1m, 10, 1))
            : new StepResult(Payload.EmptyObject, [], new ModelUsage(0.1m, 10, 1))));
        var host = Host();
        var run = host.Start(Of(new Step { Key = "think", Action = new AgentAction("a", "b") }) with { Budget = new RunBudget(null, null, 2) });
        run.State.Status.ShouldBe(RunStatus.Paused);
        run.State.Spent.Calls.ShouldBe(2);
        host.Crash();
        run.Signal(RunSignals.Budget, new { calls = 10 });
        run.State.Status.ShouldBe(RunStatus.Completed);
        run.State.Spent.Calls.ShouldBe(4);
    }

    [Fact]
    public void What_a_failed_attempt_spent_counts_for_the_run()
    {
        _handler.On("think", static (_, _) =>
        {
            var failure = new AxleException(ErrorKind.Validation, "refused");
            AttemptUsage.Attach(failure, new ModelUsage(0.25m, 100, 1));
            throw failure;
        });
        var run = Host().Start(Of(Tool("think")));
        (run.State.Status, run.State.Spent).ShouldBe((RunStatus.Failed, new ModelUsage(0.25m, 100, 1)));
    }

    [Fact]
    public void Snapshots_say_what_the_events_say()
    {
        _handler.On("think", Asking("think", "look")).On("think[0]/think", Asking("dig"));
        var run = Host().Start(Of(Tool("think"), Tool("after", "think")));
        var (events, state) = (run.Events, run.State);
        var history = RunHistory.Of(state.Workflows);
        var taken = 0;
        for (var at = 1; at <= events.Count; at++)
        {
            var earlier = history.Fold(run.Id, events, at);
            if (StateSnapshot.Take(earlier) is not { } snapshot)
                continue;
            taken++;
            var restored = StateSnapshot.Restore(run.Id, snapshot, new Pinned(state.Workflows))!;
            var whole = StateSnapshot.Take(history.Continue(restored, events, at, events.Count))!;
            whole.Data.ToArray().ShouldBe(StateSnapshot.Take(state)!.Data.ToArray(), $"from event {at}");
        }

        taken.ShouldBeGreaterThan(3);
    }

    private WorkflowTestHost Host() => new(_handler);

    private static string Crashing(int at, out int events)
    {
        var handler = new ScriptedHandler();
        handler.On("think", Asking("think", "look")).On("think[0]/think", Asking("dig", "dig2"));
        var host = new WorkflowTestHost(handler);
        var seen = 0;
        host.CrashAfter(_ => ++seen == at);
        var run = host.Start(Of(Tool("think"), Tool("after", "think")));
        run.State.Status.ShouldBe(RunStatus.Completed, $"after event {at}");
        events = run.Events.Count;
        var ended = run.Events.Select(static e => e.Event).OfType<StepCompleted>().Select(static e => e.Path).ToArray();
        ended.ShouldBe(ended.Distinct(), $"after event {at}");
        return run.State.Outputs!.ToString() + run.State.Find("think")!.Output;
    }

    /// <summary>Asks for one tool step a turn, then tells what all of them brought.</summary>
    private static Func<StepContext, CancellationToken, ValueTask<StepResult>> Asking(params string[] keys) => (context, _) =>
    {
        var turn = context.Turns.Count;
        if (turn < keys.Length)
        {
            var asked = WorkflowBuilder.Create("turn").Step(keys[turn], s => s.Tool(keys[turn])).Build();
            return ValueTask.FromResult(StepResult.Continue(Value($"\"for {keys[turn]}\""), new NextSteps(asked, Payload.EmptyObject)));
        }

        var told = context.Turns.Select(static t => new { note = t.Note.Value, results = t.Results!.Value });
        return ValueTask.FromResult(new StepResult(Payload.From(JsonSerializer.SerializeToElement(told))));
    };

    private static Func<StepContext, CancellationToken, ValueTask<StepResult>> AskingAPerson() => (context, _) =>
    {
        if (context.Turns.Count > 0)
            return ValueTask.FromResult(new StepResult(context.Turns[0].Results!));
        var asked = WorkflowBuilder.Create("turn")
            .Step("ask", static s => s.Approval("May it?", parameters: new { text = "first" }, editable: ["text"]))
            .Step("do", static s => s.Tool("send").With("text", "${{ steps.ask.output.parameters.text }}").Effect(StepEffect.Once))
            .Build();
        return ValueTask.FromResult(StepResult.Continue(Payload.EmptyObject, new NextSteps(asked, Payload.EmptyObject)));
    };

    private sealed class Pinned(PinnedWorkflows workflows) : IPinnedDefinitions
    {
        public PinnedWorkflows Of(string definition, ImmutableDictionary<string, string>? uses) => workflows;
    }
}
