using System.Text.Json;
using Axle.Tools.BuiltIn.Reports;
using NJsonSchema;
using static Axle.Tools.Tests.BuiltIn.Reports.ReviewInput;

namespace Axle.Tools.Tests.BuiltIn.Reports;

public sealed class SarifReportTests : IDisposable
{
    private readonly ReviewedWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(Full)]
    [InlineData("{}")]
    [InlineData("""{ "steps": { "s": { "output": { "findings": [ { "rule": "r", "severity": "low", "file": "a b/ü#[1].py", "line": 0, "message": "{0} [x](1) \u202e" } ] } } }, "run": { "repository": "git@github.com:o/shop.git" } }""")]
    public async Task Report_fits_the_schema_of_SARIF(string input)
    {
        await using var stream = typeof(SarifReportTests).Assembly.GetManifestResourceStream("sarif-2.1.0-rtm.5.json")!;
        using var reader = new StreamReader(stream);
        var schema = await JsonSchema.FromJsonAsync(await reader.ReadToEndAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        schema.Validate(SarifReport.Render(_workspace.Write("src/shop/cart.py", Cart).Review(input), "0.1.0")).ShouldBeEmpty();
    }

    [Fact]
    public void Run_is_named_with_its_times_and_failed_steps()
    {
        var run = Run(Full);

        run.GetProperty("tool").GetProperty("driver").GetProperty("name").GetString().ShouldBe("Axle");
        run.GetProperty("automationDetails").GetProperty("id").GetString().ShouldBe("axle/comprehensive-code-review/run-1");
        run.GetProperty("invocations")[0].GetProperty("startTimeUtc").GetString().ShouldBe("2026-03-04T05:05:00.000Z");
        run.GetProperty("invocations")[0].GetProperty("toolExecutionNotifications")[0].GetProperty("message").GetProperty("text").GetString()
            .ShouldBe("Step 'bench' failed: No benchmark found.");
    }

    [Fact]
    public void Every_result_names_its_rule_by_id_and_place_in_the_list()
    {
        var run = Run(Full);
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()).ToList();

        rules.ShouldBe(["code.long-function", "sec.hardcoded-secret", "sec.sql-concatenation"]);
        foreach (var result in run.GetProperty("results").EnumerateArray())
            rules[result.GetProperty("ruleIndex").GetInt32()].ShouldBe(result.GetProperty("ruleId").GetString());
    }

    [Fact]
    public void Security_rules_carry_a_number_that_code_hosts_sort_by()
    {
        var rules = Run(Full).GetProperty("tool").GetProperty("driver").GetProperty("rules");

        rules[1].GetProperty("properties").GetProperty("security-severity").GetString().ShouldBe("9.5");
        rules[1].GetProperty("properties").GetProperty("tags").EnumerateArray().Select(t => t.GetString()).ShouldContain("security");
        rules[0].GetProperty("properties").TryGetProperty("security-severity", out _).ShouldBeFalse();
    }

    [Fact]
    public void Severity_and_confidence_become_level_and_rank()
    {
        var results = Run(Full).GetProperty("results").EnumerateArray().Select(r => (r.GetProperty("level").GetString(), r.GetProperty("rank").GetDouble()));

        results.ShouldBe([("error", 90), ("error", 36), ("note", 3.96)]);
    }

    [Theory]
    [InlineData("src/a b#.py", "src/a%20b%23.py")]
    [InlineData("src/ü/[x].py", "src/%C3%BC/%5Bx%5D.py")]
    [InlineData("c:evil.py", "c%3Aevil.py")]
    [InlineData("/etc/x", "etc/x")]
    public void Paths_are_relative_and_percent_encoded(string file, string uri)
    {
        var place = Run(OfFindings(Finding(file: file)).GetRawText()).GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation");

        place.GetProperty("uri").GetString().ShouldBe(uri);
        place.GetProperty("uriBaseId").GetString().ShouldBe("%SRCROOT%");
    }

    [Fact]
    public void Text_that_looks_like_a_link_or_placeholder_is_escaped() =>
        Run(OfFindings(Finding(message: "{0} [x](1)")).GetRawText()).GetProperty("results")[0].GetProperty("message").GetProperty("text").GetString()
            .ShouldBe("{{0}} \\[x\\](1)");

    [Fact]
    public void Fingerprint_of_the_model_is_the_results_fingerprint()
    {
        var report = _workspace.Write("src/shop/cart.py", Cart).Review(Full);
        var run = JsonElement.Parse(SarifReport.Render(report, "0.1.0")).GetProperty("runs")[0];

        run.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("partialFingerprints").GetProperty("axleFinding/v1").GetString())
            .ShouldBe(report.Findings.Select(f => f.Fingerprint));
    }

    [Fact]
    public void Version_is_named_when_the_repository_is_known()
    {
        var provenance = Run("""{ "run": { "commit": "abc", "branch": "main", "repository": "git@github.com:o/shop.git" } }""").GetProperty("versionControlProvenance")[0];

        provenance.GetProperty("repositoryUri").GetString().ShouldBe("https://github.com/o/shop");
        provenance.GetProperty("revisionId").GetString().ShouldBe("abc");
    }

    private JsonElement Run(string input) => JsonElement.Parse(SarifReport.Render(_workspace.Review(input), "0.1.0")).GetProperty("runs")[0];
}
