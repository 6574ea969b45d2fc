using System.Text.Json;
using Axle.Tools.BuiltIn.Reports;
using Axle.Tools.Contract;
using static Axle.Tools.Tests.BuiltIn.Reports.ReviewInput;

namespace Axle.Tools.Tests.BuiltIn.Reports;

public sealed class ReportWriteToolTests : IDisposable
{
    private readonly ReviewedWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Three_files_are_written_below_the_runs_directory()
    {
        var result = await WriteAsync(new ReportWriteTool("0.1.0"), Full);

        var reports = result.GetProperty("reports");
        reports.GetProperty("markdown").GetString().ShouldBe(".axle/reports/run-1/review.md");
        reports.GetProperty("html").GetString().ShouldBe(".axle/reports/run-1/review.html");
        reports.GetProperty("sarif").GetString().ShouldBe(".axle/reports/run-1/review.sarif");
        Directory.GetFiles(Path.Combine(_workspace.Path, ".axle/reports/run-1")).Select(Path.GetFileName).Order().ShouldBe(["review.html", "review.md", "review.sarif"]);
        result.GetProperty("findings").GetInt32().ShouldBe(3);
        result.GetProperty("counts").GetProperty("critical").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Links_of_the_Markdown_lead_from_the_report_to_the_source()
    {
        await WriteAsync(new ReportWriteTool("0.1.0"), Full);

        (await File.ReadAllTextAsync(Path.Combine(_workspace.Path, ".axle/reports/run-1/review.md"), TestContext.Current.CancellationToken)).ShouldContain("](../../../src/shop/cart.py#L5)");
    }

    [Fact]
    public async Task Host_may_choose_a_place_outside_of_the_workspace()
    {
        using var elsewhere = new ReviewedWorkspace();

        var result = await WriteAsync(new ReportWriteTool("0.1.0", elsewhere.Path), """{ "directory": "nightly" }""");

        result.GetProperty("reports").GetProperty("html").GetString().ShouldBe(Path.Combine(elsewhere.Path, "nightly", "review.html"));
        File.Exists(Path.Combine(elsewhere.Path, "nightly", "review.html")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("../out")]
    [InlineData("a/../../out")]
    [InlineData("/tmp/out")]
    public async Task A_directory_that_leads_out_is_refused(string directory)
    {
        var refused = await Should.ThrowAsync<AxleException>(() => WriteAsync(new ReportWriteTool("0.1.0"), JsonSerializer.Serialize(new { directory })));

        refused.Error.Kind.ShouldBe(ErrorKind.Validation);
        refused.Message.ShouldContain(directory);
    }

    [Fact]
    public async Task An_older_report_is_replaced()
    {
        await WriteAsync(new ReportWriteTool("0.1.0"), """{ "runId": "run-1", "title": "Older" }""");
        await WriteAsync(new ReportWriteTool("0.1.0"), """{ "runId": "run-1", "title": "Newer" }""");

        (await File.ReadAllTextAsync(Path.Combine(_workspace.Path, ".axle/reports/run-1/review.md"), TestContext.Current.CancellationToken)).ShouldStartWith("# Newer");
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_named()
    {
        _workspace.Write("taken", "a file stands where the directory should be");

        var failed = await Should.ThrowAsync<AxleException>(() => WriteAsync(new ReportWriteTool("0.1.0"), """{ "directory": "taken" }"""));

        failed.Error.Kind.ShouldBe(ErrorKind.Tool);
        failed.Message.ShouldContain("review.md");
    }

    private async Task<JsonElement> WriteAsync(ReportWriteTool tool, string input) => await tool.InvokeAsync(
        JsonElement.Parse(input), new ToolContext(_workspace.Path, Apply: false, "key", new ReviewedWorkspace.StoppedClock()),
            TestContext.Current.CancellationToken);
}
