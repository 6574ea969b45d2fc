using Axle.Testing.Hosting;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Axle.Workflows.Runs.Timing;
using Axle.Workflows.Tests.Engine;

namespace Axle.Workflows.Tests.Runs.Timing;

public sealed class RunTimingTests
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_critical_path_is_the_chain_that_the_run_really_waited_for()
    {
        var report = Report(Step("a", 0, 10), Step("b", 10, 13, "a"), Step("c", 10, 40, "a"), Step("d", 41, 50, "b", "c"));
        report.CriticalPath.Select(static s => s.Path).ShouldBe(["a", "c", "d"]);
        report.Steps.Where(static s => !s.IsCritical).Select(static s => s.Path).ShouldBe(["b"]);
        report.QueuedOnCriticalPath.ShouldBe(TimeSpan.FromSeconds(1));
        report.Total.ShouldBe(TimeSpan.FromSeconds(50));
        report.Parallelism.ShouldBe(new Parallelism(2, 52 / 50d));
    }

    [Fact]
    public void Steps_inside_others_stand_on_the_critical_path_for_them()
    {
        var report = Report(
            Step("a", 0, 5),
            Step("par", 5, 25, "a") with { Kind = "parallel" },
            Step("par[left]/x", 5, 9),
            Step("par[right]/y", 6, 20),
            Step("par[right]/z", 20, 25, "y"),
            Step("b", 25, 30, "par"));
        report.CriticalPath.Select(static s => s.Path).ShouldBe(["a", "par[right]/y", "par[right]/z", "b"]);
        report.Steps.Single(static s => s.Path == "par").ShouldSatisfyAllConditions(s => s.IsCritical.ShouldBeTrue(), s => s.HasInner.ShouldBeTrue());
        report.CriticalPath[1].Queued.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Rounds_of_a_loop_and_items_behind_others_follow_on_each_other()
    {
        var report = Report(
            Step("loop", 0, 20) with { Kind = "loop" },
            Step("loop[0]/x", 0, 8),
            Step("loop[1]/x", 9, 20),
            Step("each", 20, 60, "loop") with { Kind = "forEach" },
            Step("each[0]/y", 20, 50),
            Step("each[1]/y", 20, 30),
            Step("each[2]/y", 30, 60));
        report.CriticalPath.Select(static s => s.Path).ShouldBe(["loop[0]/x", "loop[1]/x", "each[1]/y", "each[2]/y"]);
        report.CriticalPath.Select(static s => s.Queued.TotalSeconds).ShouldBe([0, 1, 0, 0]);
    }

    [Fact]
    public void Steps_of_an_error_handler_are_inside_their_step()
    {
        var report = Report(Step("a", 0, 30), Step("a/onError/mend", 20, 30), Step("b", 30, 31, "a"));
        report.CriticalPath.Select(static s => (s.Path, s.Queued.TotalSeconds)).ShouldBe([("a/onError/mend", 0d), ("b", 0d)]);
    }

    [Fact]
    public void Failed_attempts_and_the_time_between_are_the_cost_of_retries()
    {
        RecordedEvent[] events = [Started("a", 1, 0), Started("a", 2, 12), Started("a", 3, 30)];
        var report = RunTiming.Of([Step("a", 0, 40) with { Attempts = 3 }], events, Then, Then.AddSeconds(40));
        report.Steps.Single().Retrying.ShouldBe(TimeSpan.FromSeconds(30));
        report.Steps.Single().Working.ShouldBe(TimeSpan.FromSeconds(10));
        report.RetryingOnCriticalPath.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Waiting_on_purpose_is_no_work()
    {
        var report = Report(Step("ask", 0, 100) with { Kind = "approval" }, Step("go", 100, 110, "ask"));
        report.HeldOnCriticalPath.ShouldBe(TimeSpan.FromSeconds(100));
        report.Working.ShouldBe(TimeSpan.FromSeconds(10));
        report.Parallelism.Most.ShouldBe(1);
    }

    [Fact]
    public void Skipped_steps_take_no_time_and_the_path_goes_through_them()
    {
        var skipped = Step("b", 10, 10, "a") with { StartedAt = null, Status = StepStatus.Skipped };
        Report(Step("a", 0, 10), skipped, Step("c", 10, 20, "b")).CriticalPath.Select(static s => s.Path).ShouldBe(["a", "c"]);
    }

    [Fact]
    public void A_run_that_executes_is_measured_up_to_now()
    {
        var report = RunTiming.Of([Step("a", 0, 10) with { EndedAt = null }], [], Then, Then.AddSeconds(60));
        report.CriticalPath.Single().Working.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_run_without_steps_has_a_report() => Report().CriticalPath.ShouldBeEmpty();

    [Fact]
    public void A_run_of_the_engine_is_told_by_its_records_and_history()
    {
        var handler = new ScriptedHandler().Fails("slow", ErrorKind.Network, times: 1, retryAfter: TimeSpan.FromMinutes(1));
        var host = new WorkflowTestHost(handler);
        var outcome = host.Run(Flows.Of(Flows.Tool("fast"), Flows.Tool("slow"), Flows.Tool("last", "fast", "slow")));
        var events = host.Events(outcome.Run);
        var report = RunTiming.Of(outcome.Steps, events, events[0].At, events[^1].At);
        report.CriticalPath.Select(static s => s.Path).ShouldBe(["slow", "last"]);
        report.RetryingOnCriticalPath.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void The_text_says_what_matters()
    {
        RecordedEvent[] events = [Started("build", 1, 0), Started("build", 2, 60)];
        StepRecord[] steps =
        [
            Step("build", 0, 90) with { Attempts = 2 }, Step("lint", 0, 12), Step("ask", 90, 390, "build") with { Kind = "approval" },
            Step("deploy", 392, 400, "ask"),
        ];
        var text = new StringWriter();
        TimingText.Write(text, RunTiming.Of(steps, events, Then, Then.AddSeconds(400)));
        text.ToString().ShouldBe(
            """
            The run took 6 min 40 s. Its steps worked 50.0 s in all: 0.1 at a time on average, 1 at most.
            Retries cost 1 min 00 s, 1 min 00 s of it on the critical path.
            It waited on purpose for 5 min 00 s (wait, approval).

            Critical path (what the run's duration hangs on):
              step        queued    retrying     working  share
              build            -  1 min 00 s      30.0 s   23 %  2 attempts
              ask              -           -  5 min 00 s   75 %  approval
              deploy       2.0 s           -       8.0 s    2 %

            Longest steps beside it:
              step      queued    retrying     working  share
              lint           -           -      12.0 s    3 %

            """,
            StringCompareShould.IgnoreLineEndings);
    }

    private static TimingReport Report(params StepRecord[] steps) =>
        RunTiming.Of(steps, [], Then, steps.Length == 0 ? Then : steps.Max(static s => s.EndedAt)!.Value);

    private static RecordedEvent Started(string path, int attempt, int at) => new(attempt, Then.AddSeconds(at), new StepStarted(path, attempt, null));

    private static StepRecord Step(string path, int from, int to, params string[] dependsOn) => new()
    {
        Path = path,
        Kind = "tool",
        Does = path,
        Status = StepStatus.Completed,
        Attempts = 1,
        Level = 0,
        DependsOn = [.. dependsOn],
        StartedAt = Then.AddSeconds(from),
        EndedAt = Then.AddSeconds(to),
    };
}
