using System.Text.Json;
using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.Findings;
using static Axle.Tools.Tests.BuiltIn.Reports.ReviewInput;

namespace Axle.Tools.Tests.BuiltIn.Reports;

public sealed class ReviewReportBuilderTests : IDisposable
{
    private readonly ReviewedWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_full_run_becomes_a_full_report()
    {
        var report = _workspace.Write("src/shop/cart.py", Cart).Review(Full);

        report.Title.ShouldBe("Code review of shop");
        report.GeneratedAt.ShouldBe(ReviewedWorkspace.Now);
        (report.RunId, report.Workflow, report.Offline).ShouldBe(("run-1", "comprehensive-code-review", true));
        report.Models.ShouldBe(["offline/evidence"]);
        report.Sections.Select(s => (s.Step, s.Agent, s.Findings)).ShouldBe([("lint", "quality", 1), ("security", "security", 2), ("architecture", "architect", 0)]);
        report.Sections[0].Duration.ShouldBe(TimeSpan.FromSeconds(4));
        report.Sections[0].Recommendations.Select(p => (p.Title, p.Severity, p.Effort)).ShouldBe([("Split them", Severity.High, "small"), ("Plain advice", null, null)]);
        report.Languages.ShouldBe([new LanguageShare("python", 10, 3000), new LanguageShare("yaml", 2, 400)]);
        (report.Metrics.Functions, report.Metrics.MeanComplexity, report.Metrics.DuplicationPercent).ShouldBe((210, 2.5, 3.4));
        report.Metrics.Complexity.ShouldBe([new HistogramBin("1–5", 190), new HistogramBin("6–10", 18), new HistogramBin("11+", 2)]);
        report.HotSpots.Select(h => h.File).ShouldBe(["src/shop/cart.py", "src/shop/tax.py"]);
        report.Run.Steps.Single(s => s.Key == "security").Attempts.Count.ShouldBe(2);
        report.Run.Decisions.Single().Confidence.ShouldBe(0.86);
    }

    [Fact]
    public void Modules_get_the_numbers_that_the_tool_left_out()
    {
        var modules = _workspace.Review(Full).Modules.ShouldNotBeNull();

        modules.Nodes[0].ShouldBe(new ModuleNode("shop.a", 0, 100, 1, 2, 2.0 / 3));
        modules.Cycles.Single().ShouldBe(["shop.a", "shop.b"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "steps": 3, "run": "x" }""")]
    [InlineData("""{ "steps": { "a": null, "b": [1], "c": { "output": "text" } }, "run": { "steps": [null, {"key": 4}], "decisions": [{}] } }""")]
    public void Whatever_comes_in_a_report_comes_out(string input) =>
        _workspace.Review(input).Findings.ShouldBeEmpty();

    [Fact]
    public void A_step_that_answers_in_plain_text_is_a_section() =>
        _workspace.Review("""{ "steps": { "write": { "agent": "writer", "output": "All is well." } } }""")
            .Sections.Single().Summary.ShouldBe("All is well.");

    [Fact]
    public void Repeats_of_rule_file_and_line_become_one_finding_with_all_sources()
    {
        var report = _workspace.Review("""
            { "steps": {
              "one": { "agent": "quality", "output": { "findings": [ { "rule": "r", "severity": "low", "confidence": 0.9, "file": "a.py", "line": 3, "message": "m" } ] } },
              "two": { "agent": "security", "output": { "evidence": { "security.patterns": { "findings": [ { "rule": "r", "severity": "high", "confidence": 0.5, "file": "./a.py", "line": 3, "message": "m" } ] } } } } } }
            """);

        var finding = report.Findings.Single();
        finding.Finding.Severity.ShouldBe(Severity.High);
        finding.Sources.ShouldBe([new FindingSource("one", "quality", null), new FindingSource("two", "security", "security.patterns")]);
    }

    [Fact]
    public void Worst_and_surest_findings_come_first()
    {
        var report = _workspace.Review(OfFindings(
            Finding("a", "low"), Finding("b", "critical", confidence: 0.4), Finding("c", "high"), Finding("d", "critical", confidence: 0.8)));

        report.Findings.Select(f => f.Finding.Rule).ShouldBe(["d", "b", "c", "a"]);
    }

    [Fact]
    public void Fingerprints_stay_when_lines_above_move_and_indentation_changes()
    {
        var before = _workspace.Write("src/a.py", "x = 1", "y = eval(z)").Review(OfFindings(Finding(line: 2))).Findings.Single().Fingerprint;
        var after = _workspace.Write("src/a.py", "# new", "# lines", "x = 1", "    y = eval(z)").Review(OfFindings(Finding(line: 4))).Findings.Single().Fingerprint;
        var other = _workspace.Write("src/a.py", "x = 1", "y = eval(w)").Review(OfFindings(Finding(line: 2))).Findings.Single().Fingerprint;

        after.ShouldBe(before);
        other.ShouldNotBe(before);
    }

    [Fact]
    public void Equal_lines_of_one_file_have_different_fingerprints()
    {
        var report = _workspace.Write("src/a.py", "eval(z)", "eval(z)").Review(OfFindings(Finding(line: 1), Finding(line: 2)));

        report.Findings.Select(f => f.Fingerprint).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Code_around_a_finding_is_shown_but_never_a_line_with_a_secret()
    {
        var report = _workspace.Write("src/shop/cart.py", Cart).Review(Full);

        var query = report.Findings.Single(f => f.Finding.Rule == "sec.sql-concatenation").Snippet.ShouldNotBeNull();
        query.StartLine.ShouldBe(1);
        query.Lines[2].ShouldBe("    query = 'select ' + name");
        query.Lines[4].ShouldContain("hidden");
        report.Findings.Single(f => f.Finding.Rule == "sec.hardcoded-secret").Snippet.ShouldBeNull();
        JsonSerializer.Serialize(report).ShouldNotContain("abcd" + "1234");
    }

    [Fact]
    public void Later_lines_of_a_key_are_hidden_too()
    {
        var body = new string('A', 40);
        var report = _workspace.Write("a.pem", "key:", "BEGIN", body, "END", "eval(x)").Review(OfFindings(
            Finding("sec.secret.pem", file: "a.pem", line: 2), Finding("sec.eval.python", file: "a.pem", line: 5)));

        report.Findings.Single(f => f.Finding.Line == 5).Snippet!.Lines.ShouldNotContain(body);
    }

    [Fact]
    public void Summaries_of_the_measuring_tools_count_and_their_cut_lists_do_not()
    {
        var metrics = _workspace.Review("""
            { "steps": { "s": { "output": { "evidence": {
              "code.structure": { "summary": { "filesAnalysed": 90, "lines": 5000, "functions": 800, "medianComplexity": 2, "maximumComplexity": 40 },
                "files": [ {}, {} ], "functions": [ { "name": "f", "cyclomatic": 40 } ], "languages": [ { "language": "go", "files": 90, "codeLines": 4000 } ] },
              "code.duplication": { "summary": { "duplicatedPercent": 4.5 } },
              "dependencies.manifests": { "dependencyCount": 70, "dependencies": [ {} ] } } } } } }
            """).Metrics;

        (metrics.Files, metrics.Functions, metrics.MedianComplexity, metrics.MaxComplexity).ShouldBe((90, 800, 2, 40));
        (metrics.DuplicationPercent, metrics.Dependencies).ShouldBe((4.5, 70));
        metrics.Complexity.ShouldBeEmpty();
    }

    [Fact]
    public void Files_outside_of_the_workspace_are_not_opened()
    {
        using var outside = new ReviewedWorkspace();
        outside.Write("private.txt", "a private line");
        File.CreateSymbolicLink(Path.Combine(_workspace.Path, "link.txt"), Path.Combine(outside.Path, "private.txt"));

        var report = _workspace.Review(OfFindings(
            Finding("a", file: $"../{Path.GetFileName(outside.Path)}/private.txt"), Finding("b", file: Path.Combine(outside.Path, "private.txt")), Finding("c", file: "link.txt")));

        report.Findings.Count.ShouldBe(3);
        report.Findings.ShouldAllBe(f => f.Snippet == null);
    }

    [Fact]
    public void At_most_300_findings_get_code() =>
        _workspace.Write("src/a.py", [.. Enumerable.Range(1, 500).Select(i => $"line {i}")])
            .Review(OfFindings(Enumerable.Range(1, 400).Select(i => Finding(line: i))))
            .Findings.Count(f => f.Snippet is not null).ShouldBe(300);

    [Fact]
    public void Version_is_read_from_git_files_without_the_password_of_the_remote()
    {
        var commit = new string('a', 40);
        _workspace.Write(".git/HEAD", "ref: refs/heads/main").Write(".git/packed-refs", "# pack", $"{commit} refs/heads/main")
            .Write(".git/config", "[remote \"origin\"]", "\turl = https://me:password@github.com/o/shop.git");

        _workspace.Review("{}").Source.ShouldBe(new SourceVersion(commit, "main", "https://github.com/o/shop"));
    }

    [Fact]
    public void Findings_that_tools_counted_but_left_out_are_counted() =>
        _workspace.Review("""{ "steps": { "s": { "output": { "evidence": { "code.csharp": { "summary": { "total": 90, "shown": 50 }, "findings": [] } } } } } }""")
            .FindingsLeftOut.ShouldBe(40);

    [Fact]
    public void Other_lists_of_an_answer_keep_their_headings()
    {
        var section = _workspace.Review("""
            { "steps": { "plan": { "output": { "summary": "s", "risks": [ { "title": "Late", "detail": "Vendor." } ], "conclusions": [ { "message": "Wrong.", "severity": "high", "why": "Because.", "remedy": "Mend." } ] } } } }
            """).Sections.Single();

        section.More.Select(m => (m.Title, m.Points.Single().Title, m.Points.Single().Detail))
            .ShouldBe([("Conclusions", "Wrong.", "Because. Mend."), ("Risks", "Late", "Vendor.")]);
    }
}
