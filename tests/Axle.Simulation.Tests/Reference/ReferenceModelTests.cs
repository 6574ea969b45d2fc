using Axle.Testing.Simulation.Generation;
using Axle.Testing.Simulation.Reference;
using Axle.Workflows.Runs;

namespace Axle.Simulation.Tests.Reference;

/// <summary>The reference model against what the semantics say, written by hand.</summary>
public sealed class ReferenceModelTests
{
    [Fact]
    public void Steps_after_a_failure_are_skipped_and_independent_ones_go_on()
    {
        var expected = Model.Of(
            """
            steps:
              - { key: a, tool: broken, with: {} }
              - { key: b, tool: x, with: {}, dependsOn: [a] }
              - { key: c, tool: x, with: {} }
              - { key: d, tool: x, with: {}, dependsOn: [a], when: failure() }
            """,
            new Script(null).On("broken", Attempt.FailsForGood));
        expected.Lines().ShouldBe(["a Failed", "b Skipped", "c Completed", "d Completed"]);
        expected.Statuses.ShouldBe([RunStatus.Failed]);
        expected.Error.ShouldBe(ErrorKind.Validation);
    }

    [Fact]
    public void A_handler_that_succeeds_makes_its_step_completed()
    {
        var expected = Model.Of(
            """
            steps:
              - key: a
                tool: broken
                onError: { default: [{ key: mend, tool: x, with: {} }] }
            """,
            new Script(null).On("broken", Attempt.FailsForGood));
        expected.Lines().ShouldBe(["a Completed", "a/onError/mend Completed"]);
    }

    [Fact]
    public void A_fallback_is_taken_when_the_attempts_are_used_up() =>
        Model.Of(
            """
            steps:
              - { key: a, tool: broken, with: {}, retry: { maxAttempts: 2 }, fallback: [{ tool: x }] }
            """,
            new Script(null).On("broken", Attempt.FailsForNow)).Lines().ShouldBe(["a Completed"]);

    [Fact]
    public void Branches_all_run_and_their_step_fails_after_them()
    {
        var expected = Model.Of(
            """
            steps:
              - key: par
                parallel:
                  left: [{ key: a, tool: broken, with: {} }]
                  right: [{ key: b, tool: x, with: {} }]
            """,
            new Script(null).On("broken", Attempt.FailsForGood));
        expected.Lines().ShouldBe(["par Failed", "par[left]/a Failed", "par[right]/b Completed"]);
    }

    [Fact]
    public void Branches_give_an_object_of_their_outputs() =>
        Model.Of(
            """
            steps:
              - key: par
                parallel:
                  left: [{ key: a, set: { x: 1 } }]
                  right: [{ key: b, set: { y: 2 } }]
            """).Output("par").GetRawText().ShouldBe("""{"left":{"a":{"x":1}},"right":{"b":{"y":2}}}""");

    [Theory]
    [InlineData("b", "sw[0]/two")]
    [InlineData("a", "sw[1]/one")]
    [InlineData("c", "sw[default]/other")]
    public void A_switch_takes_the_case_that_matches_else_the_default(string value, string path) =>
        Model.Of(
            $$"""
            steps:
              - key: sw
                switch:
                  on: '{{value}}'
                  cases:
                    a: [{ key: one, tool: x, with: {} }]
                    B: [{ key: two, tool: x, with: {} }]
                  default: [{ key: other, tool: x, with: {} }]
            """).Lines().ShouldBe(["sw Completed", $"{path} Completed"]);

    [Fact]
    public void A_loop_stops_after_the_round_whose_condition_holds()
    {
        var expected = Model.Of(
            """
            steps:
              - key: loop
                loop:
                  until: loop.index == 1
                  maxIterations: 2
                  steps: [{ key: a, set: { x: '${{ loop.index }}', before: '${{ loop.previous.a.x }}' } }]
            """);
        expected.Lines().ShouldBe(["loop Completed", "loop[0]/a Completed", "loop[1]/a Completed"]);
        expected.Output("loop").GetRawText().ShouldBe("""{"rounds":2,"last":{"a":{"x":1,"before":0}}}""");
    }

    [Fact]
    public void A_loop_whose_condition_still_holds_at_its_bound_fails()
    {
        var expected = Model.Of(
            """
            steps:
              - key: loop
                loop: { while: 'true', maxIterations: 2, steps: [{ key: a, tool: x, with: {} }] }
            """);
        expected.Lines().ShouldBe(["loop Failed", "loop[0]/a Completed", "loop[1]/a Completed"]);
        expected.Error.ShouldBe(ErrorKind.Failed);
    }

    [Fact]
    public void A_condition_before_a_round_reads_the_steps_of_the_round_before() =>
        Model.Of(
            """
            steps:
              - key: loop
                loop: { while: "steps.a.status != 'completed'", maxIterations: 5, steps: [{ key: a, tool: x, with: {} }] }
            """).Lines().ShouldBe(["loop Completed", "loop[0]/a Completed"]);

    [Theory]
    [InlineData("fail", "Failed", "each[0]/a Failed")]
    [InlineData("failAtEnd", "Failed", "each[0]/a Failed|each[1]/a Completed")]
    [InlineData("continue", "Completed", "each[0]/a Failed|each[1]/a Completed")]
    public void A_failed_item_means_what_its_step_says(string mode, string status, string items) =>
        Model.Of(
            $$"""
            steps:
              - key: each
                forEach: { items: [1, 2], onItemError: {{mode}}, steps: [{ key: a, tool: x, with: {} }] }
            """,
            new Script(null).On("each[0]/a", Attempt.FailsForGood)).Lines().ShouldBe([$"each {status}", .. items.Split('|')]);

    [Fact]
    public void Items_after_a_failure_may_have_begun_when_several_are_in_work()
    {
        var expected = Model.Of(
            """
            steps:
              - key: each
                forEach: { items: [1, 2], concurrency: 2, steps: [{ key: a, tool: x, with: {} }] }
            """,
            new Script(null).On("each[0]/a", Attempt.FailsForGood));
        expected.IsUncertain("each[0]/a").ShouldBeFalse();
        expected.IsUncertain("each[1]/a").ShouldBeTrue();
    }

    [Fact]
    public void Items_of_a_batch_come_as_a_list_and_what_is_no_list_is_refused()
    {
        Model.Of(
            """
            steps:
              - key: each
                forEach: { items: [1, 2, 3], batchSize: 2, as: pair, steps: [{ key: a, set: { x: '${{ pair }}', n: '${{ index }}' } }] }
            """).Output("each[1]/a").GetRawText().ShouldBe("""{"x":[3],"n":1}""");
        Model.Of(
            """
            steps:
              - key: each
                forEach: { items: '${{ run.id }}x', steps: [{ key: a, tool: x, with: {} }] }
            """).Error.ShouldBe(ErrorKind.Validation);
    }
}
