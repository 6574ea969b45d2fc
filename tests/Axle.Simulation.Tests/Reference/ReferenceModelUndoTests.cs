using Axle.Testing.Simulation.Generation;
using Axle.Testing.Simulation.Reference;
using Axle.Workflows.Runs;

namespace Axle.Simulation.Tests.Reference;

/// <summary>What the reference model says about undoing, people, signals, used workflows and early ends.</summary>
public sealed class ReferenceModelUndoTests
{
    private const string Booking =
        """
        steps:
          - key: saga
            saga:
              - { key: a, tool: x, with: {}, compensate: { key: undo, tool: y, with: {} } }
              - { key: b, tool: broken, with: {}, dependsOn: [a] }
            continueOnError: true
        """;

    [Fact]
    public void A_saga_that_fails_undoes_what_completed_in_it()
    {
        var expected = Model.Of(Booking, new Script(null).On("broken", Attempt.FailsForGood));
        expected.Lines().ShouldBe(["saga Failed", "saga/a Completed", "saga/a/compensate/undo Completed", "saga/b Failed"]);
        expected.Undone.ShouldBe(["saga/a"]);
        expected.Statuses.ShouldBe([RunStatus.Completed]);
    }

    [Fact]
    public void A_saga_that_completes_is_undone_when_the_run_fails()
    {
        var expected = Model.Of(Booking + "\n  - { key: end, fail: no, dependsOn: [saga] }");
        expected.Statuses.ShouldBe([RunStatus.Failed]);
        expected.IsUncertain("saga/a").ShouldBeTrue();
        Model.Of(Booking + "\n  - { key: end, tool: broken, with: {}, dependsOn: [saga] }", new Script(null).On("end", Attempt.FailsForGood))
            .Undone.ShouldBe(["saga/a"]);
    }

    [Fact]
    public void A_signal_that_never_comes_is_a_timeout_and_one_that_comes_is_the_output()
    {
        var expected = Model.Of(
            """
            steps:
              - { key: a, wait: { signal: never-comes, timeout: 1h } }
              - { key: b, wait: { signal: go, timeout: 1h } }
            """);
        expected.Steps["a"].ShouldBe(new StepEnd(StepStatus.Failed, Error: ErrorKind.Timeout, Blocks: true));
        expected.Output("b").GetRawText().ShouldBe(Script.BodyOf("go").GetRawText());
    }

    [Theory]
    [InlineData(Answer.Approves, null, StepStatus.Completed, null)]
    [InlineData(Answer.Rejects, null, StepStatus.Failed, ErrorKind.Refused)]
    [InlineData(Answer.Silent, "fail", StepStatus.Failed, ErrorKind.Timeout)]
    [InlineData(Answer.Silent, "reject", StepStatus.Failed, ErrorKind.Refused)]
    [InlineData(Answer.Silent, "approve", StepStatus.Completed, null)]
    internal void An_approval_ends_as_it_is_answered(Answer answer, string? onTimeout, StepStatus status, ErrorKind? error)
    {
        var expected = Model.Of(
            $$"""
            steps:
              - key: ask
                approval: { message: May it?, timeout: 1d, onTimeout: {{onTimeout ?? "fail"}} }
            """,
            new Script(null).On("ask", answer));
        expected.Steps["ask"].Status.ShouldBe(status);
        expected.Steps["ask"].Error.ShouldBe(error);
    }

    [Fact]
    public void An_edited_approval_shows_what_was_changed() =>
        Model.Of(
            """
            steps:
              - key: ask
                approval: { message: May it?, parameters: { amount: 3, to: x }, editable: [amount] }
            """,
            new Script(null).On("ask", Answer.Edits)).Output("ask").GetRawText()
            .ShouldBe("""{"approved":true,"parameters":{"amount":7,"to":"x"},"edited":{"amount":{"from":3,"to":7}}}""");

    [Fact]
    public void A_return_in_a_used_workflow_ends_that_one_only()
    {
        var expected = Model.Of(
            """
            steps:
              - { key: use, uses: inner, with: {} }
              - { key: after, tool: x, with: { got: '${{ steps.use.output.ok }}' }, dependsOn: [use] }
            """,
            null,
            ("inner", "steps: [{ key: end, return: { ok: 5 } }, { key: other, tool: x, with: {} }]"));
        expected.Output("use").GetRawText().ShouldBe("""{"ok":5}""");
        expected.IsUncertain("use/other").ShouldBeTrue();
        expected.IsUncertain("after").ShouldBeFalse();
        expected.Statuses.ShouldBe([RunStatus.Completed]);
    }

    [Fact]
    public void A_step_with_steps_inside_is_tried_again_only_when_it_says_so()
    {
        var script = new Script(null).On("flaky", Attempt.FailsForGood, Attempt.Succeeds);
        const string Inner = "parallel: { one: [{ key: a, tool: broken, with: {} }] }";
        Model.Of($"steps:\n  - key: par\n    {Inner}", new Script(null).On("broken", Attempt.FailsForGood)).Lines()
            .ShouldBe(["par Failed", "par[one]/a Failed"]);
        Model.Of("steps:\n  - key: par\n    parallel: { one: [{ key: a, tool: flaky, with: {}, retry: { maxAttempts: 2, on: [validation] } }] }", script).Lines()
            .ShouldBe(["par Completed", "par[one]/a Completed"]);
    }

    [Fact]
    public void A_result_that_does_not_pass_its_gate_fails_the_attempt()
    {
        var expected = Model.Of(
            """
            steps:
              - { key: a, tool: x, with: {}, gate: [{ check: 'steps.a.output.v < 0' }] }
            """);
        expected.Steps["a"].Error.ShouldBe(ErrorKind.Failed);
    }

    [Fact]
    public void What_is_kept_from_before_a_failure_is_not_done_again()
    {
        var workflow = Model.Read("main", "steps: [{ key: a, tool: broken, with: {} }, { key: b, tool: broken, with: {}, dependsOn: [a] }]");
        var kept = new Kept(new Dictionary<string, StepEnd> { ["a"] = new(StepStatus.Completed, Script.BodyOf("kept")) });
        var expected = new ReferenceModel(new WorkflowSet(workflow), new Script(null).On("broken", Attempt.FailsForGood), era: 1, kept).Run();
        expected.Lines().ShouldBe(["a Completed", "b Failed"]);
    }

    [Fact]
    public void What_is_kept_inside_a_step_counts_until_that_step_begins_again()
    {
        var workflow = Model.Read(
            "main", "steps: [{ key: g, retry: { maxAttempts: 2 }, parallel: { left: [{ key: a, tool: fine }, { key: b, tool: broken, dependsOn: [a] }], right: [{ key: c, tool: fine }] } }]");
        var script = new Script(null).On("broken", Attempt.FailsForNow);
        var kept = new Kept(new Dictionary<string, StepEnd> { ["g[left]/a"] = new(StepStatus.Completed, Script.BodyOf("kept")) });
        var again = new ReferenceModel(new WorkflowSet(workflow), script, era: 1, kept).Run();
        again.Output("g[left]/a").GetRawText().ShouldBe(new ReferenceModel(new WorkflowSet(workflow), script, era: 1).Run().Output("g[left]/a").GetRawText());
        script = script.On("broken", Attempt.Succeeds);
        kept = new Kept(new Dictionary<string, StepEnd> { ["g[left]/a"] = new(StepStatus.Completed, Script.BodyOf("kept")) });
        new ReferenceModel(new WorkflowSet(workflow), script, era: 1, kept).Run().Output("g[left]/a").GetRawText().ShouldBe(Script.BodyOf("kept").GetRawText());
    }

    [Fact]
    public void A_run_that_is_stopped_may_leave_what_an_earlier_attempt_did()
    {
        var expected = Model.Of(
            "steps: [{ key: g, retry: { maxAttempts: 2 }, parallel: { left: [{ key: a, tool: unsure, retry: { maxAttempts: 1 } }] } }]",
            new Script(null).On("unsure", Attempt.FailsForNow));
        expected.EndedBefore("g[left]/a", StepStatus.Failed).ShouldBeTrue();
        expected.EndedBefore("g[left]/a", StepStatus.Completed).ShouldBeFalse();
        expected.EndedBefore("g", StepStatus.Failed).ShouldBeFalse();
    }
}
