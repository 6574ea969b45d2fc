using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Comparison;
using Axle.Workflows.Tests.Engine;

namespace Axle.Workflows.Tests.Runs.Comparison;

public sealed class RunComparisonTests
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_run_is_the_same_as_itself()
    {
        var run = Run("run-a", Step("build", """{"ok":true}"""));
        RunComparison.Compare(run, run with { Run = new RunId("run-b") }).IsSame.ShouldBeTrue();
    }

    [Fact]
    public void Steps_are_compared_by_path_and_field_by_field()
    {
        var left = Run("run-a", Step("build", """{"ok":false,"log":"x"}""") with { Attempts = 3 }, Step("test", "1"), Step("old", "1"));
        var right = Run("run-b", Step("build", """{"ok":true,"log":"x"}"""), Step("test", "1"), Step("new", "1"));
        var difference = RunComparison.Compare(left, right);
        difference.Counts.ShouldBe(new StepCounts(Same: 1, Changed: 1, Added: 1, Removed: 1));
        difference.Steps.Select(static s => (s.Path, s.Kind))
            .ShouldBe([("build", ChangeKind.Changed), ("new", ChangeKind.Added), ("old", ChangeKind.Removed)]);
        difference.Steps[0].Fields.ShouldBe([new FieldDifference("attempts", "3", "1")]);
        difference.Steps[0].Output.Changes.Single().Place.ShouldBe("/ok");
    }

    [Fact]
    public void Steps_beyond_the_limit_are_counted()
    {
        var left = Run("run-a", [.. Enumerable.Range(0, 30).Select(static n => Step($"s{n}", "1"))]);
        var right = Run("run-b", [.. Enumerable.Range(0, 30).Select(static n => Step($"s{n}", "2"))]);
        var difference = RunComparison.Compare(left, right, new ComparisonLimits { Steps = 10 });
        difference.Steps.Length.ShouldBe(10);
        difference.Counts.Changed.ShouldBe(30);
        Text(difference).ShouldContain("… and 20 more steps that differ");
    }

    [Fact]
    public void A_comparison_reads_well()
    {
        var left = Run("run-a", Step("build", """{"log":"one\ntwo\nthree\nfour\nfive\nsix\n","size":10}"""), Step("test", """["a","b"]""") with
        {
            Status = StepStatus.Failed,
            Attempts = 3,
            Error = new AxleError(ErrorKind.Timeout, "It took longer than 10 s."),
        }) with
        { Status = RunStatus.Failed, Error = new AxleError(ErrorKind.Timeout, "Step 'test' failed.") };
        var right = Run("run-b", Step("build", """{"log":"one\ntwo\nthree\nfour\nfive\n6\n","size":12}"""), Step("test", """["a","c"]"""), Step("deploy", "{}")) with
        {
            Inputs = Flows.Value("""{"version":"1.3","dry":true}"""),
        };
        Text(RunComparison.Compare(left, right)).ShouldBe(
            """
            run-a → run-b  (deploy)
              status: failed → completed
              error: timeout: Step 'test' failed. → none
              duration: 1 min 00 s → 1 min 00 s
            inputs: 2 changes
              ~ /version  "1.2" → "1.3"
              + /dry  true
            steps: 0 the same, 2 different, 1 added, 0 removed
              ~ build  (10.0 s → 10.0 s)
                  output: 2 changes
                    ~ /log
                          …
                          four
                          five
                        - six
                        + 6
                    ~ /size  10 → 12
              ~ test  (10.0 s → 10.0 s)
                  status: failed → completed
                  attempts: 3 → 1
                  error: timeout: It took longer than 10 s. → none
                  output: 1 change
                    ~ /1  "b" → "c"
              + deploy  (completed, 10.0 s)

            """,
            StringCompareShould.IgnoreLineEndings);
    }

    private static string Text(RunDifference difference)
    {
        var text = new StringWriter();
        ComparisonText.Write(text, difference);
        return text.ToString();
    }

    private static ComparedRun Run(string id, params StepRecord[] steps) => new()
    {
        Run = new RunId(id),
        Workflow = "deploy",
        Definition = "0123456789abcdef",
        Status = RunStatus.Completed,
        Inputs = Flows.Value("""{"version":"1.2"}"""),
        Steps = steps,
        StartedAt = Then,
        EndedAt = Then.AddMinutes(1),
    };

    private static StepRecord Step(string path, string output) => new()
    {
        Path = path,
        Kind = "tool",
        Does = path,
        Status = StepStatus.Completed,
        Attempts = 1,
        Level = 0,
        DependsOn = [],
        StartedAt = Then,
        EndedAt = Then.AddSeconds(10),
        Output = Flows.Value(output),
    };
}
