using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Expressions;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

public sealed class EngineTests
{
    private readonly ScriptedHandler _handler = new();

    [Fact]
    public void Steps_run_in_the_order_of_their_dependencies()
    {
        var outcome = Run(Of(Tool("c", "b"), Tool("a"), Tool("b", "a")));
        outcome.Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void All_that_is_ready_runs_at_the_same_time()
    {
        var started = new List<string>();
        var both = new TaskCompletionSource();
        foreach (var key in (string[])["a", "b"])
        {
            _handler.On(key, async (_, _) =>
            {
                started.Add(key);
                if (started.Count == 2)
                    both.SetResult();
                await both.Task;
                return new Ports.StepResult(Payload.Null);
            });
        }

        Run(Of(Tool("a"), Tool("b"))).Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void A_reference_to_a_step_is_a_dependency_and_brings_its_output()
    {
        _handler.Returns("a", new { n = 41 });
        var outcome = Run(Of(Tool("b") with { With = Json("""{"n":"${{ steps.a.output.n }}"}""") }, Tool("a")));
        outcome.Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Single(static c => c.Path == "b").Input.Value.GetProperty("n").GetInt32().ShouldBe(41);
    }

    [Fact]
    public void A_failed_attempt_is_followed_by_another_after_the_wait_of_the_policy()
    {
        _handler.Fails("a", ErrorKind.Network, times: 2);
        var host = new WorkflowTestHost(_handler);
        var outcome = host.Run(Of(Tool("a") with { Retry = RetryPolicy.Default with { Jitter = 0 } }));
        outcome.Status.ShouldBe(RunStatus.Completed);
        outcome.Steps.Single().Attempts.ShouldBe(3);
        var starts = host.Events(outcome.Run).Where(static e => e.Event is StepStarted).Select(static e => e.At).ToArray();
        (starts[1] - starts[0]).ShouldBe(TimeSpan.FromSeconds(2));
        (starts[2] - starts[1]).ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Theory]
    [InlineData(ErrorKind.Authentication)]
    [InlineData(ErrorKind.Validation)]
    [InlineData(ErrorKind.NotFound)]
    public void Errors_that_another_attempt_cannot_help_are_not_retried(ErrorKind kind)
    {
        _handler.Fails("a", kind);
        var outcome = Run(Of(Tool("a")));
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Kind.ShouldBe(kind);
        _handler.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public void The_wait_that_the_other_side_asks_for_is_respected()
    {
        _handler.Fails("a", ErrorKind.RateLimited, times: 1, retryAfter: TimeSpan.FromMinutes(10));
        var host = new WorkflowTestHost(_handler);
        var before = host.Now;
        host.Run(Of(Tool("a"))).Status.ShouldBe(RunStatus.Completed);
        (host.Now - before).ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void The_idempotency_key_stays_the_same_over_attempts_and_changes_with_a_fallback()
    {
        _handler.Fails("a", ErrorKind.Network);
        Run(Of(Tool("a") with { Retry = new RetryPolicy { MaxAttempts = 2 }, Fallbacks = [new Fallback(new ToolAction("b"), null, null, null)] }));
        var keys = _handler.Calls.Select(static c => c.IdempotencyKey).ToArray();
        keys[0].ShouldBe(keys[1]);
        keys[2].ShouldNotBe(keys[0]);
    }

    [Fact]
    public void An_attempt_that_takes_too_long_is_cancelled_and_tried_again()
    {
        _handler.Hangs("a");
        var outcome = Run(Of(Tool("a") with { AttemptTimeout = TimeSpan.FromMinutes(1), Retry = new RetryPolicy { MaxAttempts = 2 } }));
        outcome.Error!.Kind.ShouldBe(ErrorKind.Timeout);
        outcome.Error.Message.ShouldContain("1m");
        _handler.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public void A_step_timeout_ends_attempts_and_waits_together()
    {
        _handler.Fails("a", ErrorKind.Network);
        var host = new WorkflowTestHost(_handler);
        var before = host.Now;
        var step =
            Tool("a") with
            {
                Timeout = TimeSpan.FromSeconds(30),
                Retry = new RetryPolicy { MaxAttempts = 1000, Multiplier = 1, InitialDelay = TimeSpan.FromSeconds(7) }
            };
        host.Run(Of(step)).Status.ShouldBe(RunStatus.Failed);
        (host.Now - before).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(30));
        _handler.Calls.Count.ShouldBeInRange(4, 6);
    }

    [Fact]
    public void A_run_timeout_ends_the_run()
    {
        _handler.Hangs("a");
        var outcome = Run(Of(Tool("a"), Tool("b", "a")) with { Timeout = TimeSpan.FromHours(2) });
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Kind.ShouldBe(ErrorKind.Timeout);
        outcome.Steps.ShouldAllBe(static s => s.Status == StepStatus.Cancelled);
    }

    [Fact]
    public void A_failure_skips_what_depends_on_it_and_lets_the_rest_go_on()
    {
        _handler.Fails("a", ErrorKind.Validation);
        var outcome = Run(Of(Tool("a"), Tool("b", "a"), Tool("c", "b"), Tool("d")));
        outcome.Status.ShouldBe(RunStatus.Failed);
        StatusOf(outcome, "b").ShouldBe(StepStatus.Skipped);
        StatusOf(outcome, "c").ShouldBe(StepStatus.Skipped);
        StatusOf(outcome, "d").ShouldBe(StepStatus.Completed);
        outcome.Error!.Message.ShouldContain("'a'");
    }

    [Fact]
    public void Dependants_run_after_a_failure_that_may_be_passed_over()
    {
        _handler.Fails("a", ErrorKind.Validation);
        var outcome = Run(Of(Tool("a") with { ContinueOnError = true }, Tool("b", "a")));
        outcome.Status.ShouldBe(RunStatus.Completed);
        StatusOf(outcome, "a").ShouldBe(StepStatus.Failed);
        StatusOf(outcome, "b").ShouldBe(StepStatus.Completed);
    }

    [Fact]
    public void A_false_condition_skips_the_step_and_satisfies_its_dependants()
    {
        var outcome = Run(Of(Tool("a") with { When = Expression.ParseCondition("${{ 1 == 2 }}") }, Tool("b", "a")));
        StatusOf(outcome, "a").ShouldBe(StepStatus.Skipped);
        StatusOf(outcome, "b").ShouldBe(StepStatus.Completed);
    }

    [Theory]
    [InlineData("always()", StepStatus.Completed)]
    [InlineData("failure()", StepStatus.Completed)]
    [InlineData("success()", StepStatus.Skipped)]
    [InlineData("true", StepStatus.Skipped)]
    [InlineData("failure() && steps.a.error.kind == 'validation'", StepStatus.Completed)]
    public void Conditions_can_ask_how_the_steps_before_went(string condition, StepStatus expected)
    {
        _handler.Fails("a", ErrorKind.Validation);
        var outcome = Run(Of(Tool("a"), Tool("b", "a") with { When = Expression.ParseCondition(condition) }));
        StatusOf(outcome, "b").ShouldBe(expected);
    }

    [Fact]
    public void A_fallback_is_taken_when_attempts_are_used_up_and_is_seen_in_the_events()
    {
        _handler.On("a", static (context, _) => context.Action is ToolAction { Tool: "other" }
            ? ValueTask.FromResult(new Ports.StepResult(Value("\"mended\"")))
            : throw new AxleException(ErrorKind.NotFound, "no such tool"));
        var host = new WorkflowTestHost(_handler);
        var outcome = host.Run(Of(Tool("a") with { Fallbacks = [new Fallback(new ToolAction("other"), null, null, null)] }));
        outcome.Status.ShouldBe(RunStatus.Completed);
        outcome.Steps.Single().Output!.Value.GetString().ShouldBe("mended");
        host.Events(outcome.Run).Select(static e => e.Event).OfType<StepFellBack>().Single().To.ShouldBe("other");
    }

    [Fact]
    public void An_error_handler_takes_its_kind_of_error_and_its_outputs_stand_in()
    {
        _handler.Fails("a", ErrorKind.Validation).Returns("a/onError/mend", "mended");
        var step = Tool("a") with
        {
            OnError = [new ErrorHandler([ErrorKind.Timeout], [Tool("never")]), new ErrorHandler([ErrorKind.Validation], [Tool("mend")])],
        };
        var outcome = Run(Of(step, Tool("b", "a")));
        outcome.Status.ShouldBe(RunStatus.Completed);
        StatusOf(outcome, "b").ShouldBe(StepStatus.Completed);
        outcome.Steps.Single(static s => s.Path == "a").Output!.Value.GetProperty("mend").GetString().ShouldBe("mended");
        outcome.Steps.ShouldNotContain(static s => s.Path.EndsWith("never", StringComparison.Ordinal));
    }

    [Fact]
    public void An_error_handler_can_read_the_error()
    {
        _handler.Fails("a", ErrorKind.Validation);
        var mend = Tool("mend") with { With = Json("""{"why":"${{ steps.a.error.message }}"}""") };
        Run(Of(Tool("a") with { OnError = [new ErrorHandler([], [mend])] })).Status.ShouldBe(RunStatus.Completed);
        _handler.Calls[^1].Input.Value.GetProperty("why").GetString().ShouldBe("a failed as scripted");
    }

    [Fact]
    public void A_failing_error_handler_fails_the_step()
    {
        _handler.Fails("a", ErrorKind.Validation).Fails("a/onError/mend", ErrorKind.Refused);
        var outcome = Run(Of(Tool("a") with { OnError = [new ErrorHandler([], [Tool("mend")])] }));
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Message.ShouldContain("a/onError/mend");
    }

    [Fact]
    public void Variables_are_set_and_read()
    {
        var set = new Step { Key = "set", Action = new SetAction(Json("""{"n":"${{ variables.n + inputs.more }}"}""".Replace("variables.n + inputs.more", "format('{0}{1}', variables.n, 2)", StringComparison.Ordinal))) };
        var workflow = Of(set, Tool("b", "set") with { With = Json("""{"n":"${{ variables.n }}"}""") }) with { Variables = Named(("n", "1")) };
        Run(workflow).Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Single().Input.Value.GetProperty("n").GetString().ShouldBe("12");
    }

    [Fact]
    public void A_fail_step_ends_the_run_with_its_message()
    {
        var outcome = Run(Of(new Step { Key = "stop", Action = new FailAction(Json("\"stock of ${{ run.workflow }} is empty\"")) }, Tool("b", "stop")));
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Message.ShouldBe("stock of test is empty");
        _handler.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_return_step_ends_the_run_with_its_value()
    {
        var outcome = Run(Of(new Step { Key = "done", Action = new ReturnAction(Json("""{"answer":42}""")) }, Tool("b", "done")));
        outcome.Status.ShouldBe(RunStatus.Completed);
        outcome.Outputs!.Value.GetProperty("answer").GetInt32().ShouldBe(42);
        _handler.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void Declared_outputs_are_computed_and_undeclared_ones_are_those_of_the_last_steps()
    {
        _handler.Returns("b", 7);
        var steps = Of(Tool("a"), Tool("b", "a"));
        Run(steps with { Outputs = Named(("seven", "\"${{ steps.b.output }}\"")) }).Outputs!.ToString().ShouldBe("""{"seven":7}""");
        Run(steps).Outputs!.ToString().ShouldBe("""{"b":7}""");
    }

    [Fact]
    public void An_expression_that_cannot_be_computed_fails_its_step_with_the_reason()
    {
        var outcome = Run(Of(Tool("a") with { With = Json("""{"x":"${{ fromJSON('{') }}"}""") }));
        outcome.Error!.Kind.ShouldBe(ErrorKind.Validation);
        outcome.Error.Message.ShouldContain("'a'");
        _handler.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_step_knows_what_ended_before_it_and_what_is_upstream()
    {
        Run(Of(Tool("a"), Tool("b", "a"), Tool("x"), Tool("c", "b", "x")));
        var last = _handler.Calls[^1];
        last.Path.ShouldBe("c");
        last.Upstream.ShouldBe(["a", "b", "x"]);
        last.Ended.Select(static s => s.Path).ShouldBe(["a", "x", "b"], ignoreOrder: true);
    }

    private RunOutcome Run(Workflow workflow) => new WorkflowTestHost(_handler).Run(workflow);

    private static StepStatus StatusOf(RunOutcome outcome, string path) => outcome.Steps.Single(s => s.Path == path).Status;
}
