using System.Text.Json;
using Axle.Cli.Output;
using Axle.Workflows.Runs;

namespace Axle.Cli.Tests.Output;

public sealed class RunResultsTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Summary_and_score_of_different_steps_are_not_put_together()
    {
        var results = RunResults.Of(null, [Step("scan", 1, """{"summary": "Bad.", "score": 10}"""), Step("tests", 2, """{"summary": "Good."}""")], "/somewhere");
        results.Summary.ShouldBe("Good.");
        results.Score.ShouldBeNull();
    }

    [Fact]
    public void The_step_that_wrote_the_reports_speaks_for_the_run()
    {
        var report = Step("report", 1, """{"summary": "All.", "score": 70, "counts": {"high": 2}, "reports": {"html": "out/r.html"}}""");
        var results = RunResults.Of(null, [report, Step("mail", 2, """{"summary": "Sent.", "counts": {"high": 0}}""")], "/somewhere");
        (results.Summary, results.Score, results.Counts!["high"]).ShouldBe(("All.", 70, 2));
        results.Reports["html"].ShouldBe(Path.GetFullPath("/somewhere/out/r.html"));
    }

    [Fact]
    public void A_run_without_results_has_none()
    {
        var results = RunResults.Of(JsonElement.Parse("5"), [Step("one", 1, "[1]")], null);
        (results.Summary, results.Score, results.Counts, results.Offline).ShouldBe((null, null, null, false));
        results.Reports.ShouldBeEmpty();
    }

    private static StepRecord Step(string key, int minute, string output) => new()
    {
        Path = key,
        Kind = "agent",
        Does = "any agent/something",
        Status = StepStatus.Completed,
        Attempts = 1,
        Level = 0,
        DependsOn = [],
        StartedAt = Start,
        EndedAt = Start.AddMinutes(minute),
        Output = Payload.FromJson(System.Text.Encoding.UTF8.GetBytes(output)),
    };
}
