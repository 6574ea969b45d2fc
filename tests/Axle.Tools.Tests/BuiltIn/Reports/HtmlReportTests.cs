using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Axle.Tools.BuiltIn.Reports;
using static Axle.Tools.Tests.BuiltIn.Reports.ReviewInput;

namespace Axle.Tools.Tests.BuiltIn.Reports;

public sealed class HtmlReportTests : IDisposable
{
    private const string Hostile = "</script><img src=x onerror=alert(1)>\"'`{{script}}\u202Eevil & ${x} <!--";

    private readonly ReviewedWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Page_has_every_part_of_a_full_report()
    {
        var page = Page(Full);

        page.QuerySelectorAll("main > section").Select(s => s.Id is { Length: > 0 } id ? id : "charts").ShouldBe(["first", "charts", "findings", "agents", "modules", "hotspots", "run"]);
        page.QuerySelector("h1")!.TextContent.ShouldContain("1 critical finding");
        page.QuerySelectorAll(".agent h3").Select(h => h.TextContent).ShouldBe(["Quality", "Security", "Architect"]);
        page.QuerySelectorAll(".nodes g").Length.ShouldBe(3);
        page.QuerySelectorAll(".nodes g.bad").Length.ShouldBe(2);
        page.QuerySelectorAll(".edges path.bad").Length.ShouldBe(2);
        page.QuerySelectorAll(".gantt tbody tr").Length.ShouldBe(4);
        page.QuerySelectorAll(".lane .retry").Length.ShouldBe(1);
        page.QuerySelector(".note")!.TextContent.ShouldContain("no language model was asked");
    }

    [Fact]
    public void Page_loads_nothing()
    {
        var page = Page(Full);

        page.QuerySelectorAll("[src], link, iframe, object, embed, base, image, use, [background], [poster]").ShouldBeEmpty();
        page.QuerySelectorAll("style").Single().TextContent.ShouldNotContain("url(http");
        page.QuerySelectorAll("style").Single().TextContent.ShouldNotContain("@import");
        page.QuerySelectorAll("a").ShouldAllBe(a => a.GetAttribute("href")!.StartsWith('#'));
    }

    [Fact]
    public void Policy_allows_the_pages_script_and_nothing_else()
    {
        var page = Page(Full);

        var policy = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        var script = page.QuerySelectorAll("script:not([type])").Single().TextContent;
        policy.ShouldContain("default-src 'none';");
        policy.ShouldContain($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}';");
        page.All.SelectMany(e => e.Attributes).ShouldAllBe(a => !a.Name.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void Hostile_text_stays_text_wherever_it_comes_from()
    {
        var plain = Page(Everything("harmless"));
        var attacked = Page(Everything(Hostile));

        string.Join('\n', Shape(attacked)).ShouldBe(string.Join('\n', Shape(plain)));
        attacked.QuerySelectorAll("script").Length.ShouldBe(2);
        attacked.QuerySelectorAll("img").ShouldBeEmpty();
        attacked.QuerySelector(".agent > p:not(.failed)")!.TextContent.ShouldBe(Hostile.Replace("\u202E", "⟦U+202E⟧", StringComparison.Ordinal));
        attacked.Source.Text.ShouldNotContain("\u202E");
    }

    [Fact]
    public void Data_for_the_script_holds_every_finding_and_closes_no_element()
    {
        var page = Page(Everything(Hostile));
        var text = page.GetElementById("data")!.TextContent;

        text.ShouldNotContain("<");
        var data = JsonElement.Parse(text);
        data.GetProperty("findings").GetArrayLength().ShouldBe(1);
        data.GetProperty("words").EnumerateArray().Select(w => w.GetString()!).ShouldContain(w => w.Contains("<img src=x onerror=alert(1)>", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_script_the_findings_are_a_table()
    {
        var html = HtmlReport.Render(_workspace.Review(Full));
        var page = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(html);

        page.QuerySelectorAll("noscript tbody tr").Select(r => r.QuerySelector("code")!.TextContent).ShouldBe(
            ["src/shop/cart.py:5", "src/shop/cart.py:3", "src/shop/cart.py:2"]);
        page.GetElementById("filters")!.HasAttribute("hidden").ShouldBeTrue();
    }

    [Fact]
    public void Every_inner_link_and_label_leads_somewhere()
    {
        var page = Page(Full);

        page.QuerySelectorAll("a[href^='#']").ShouldAllBe(a => page.GetElementById(a.GetAttribute("href")!.Substring(1)) != null);
        page.QuerySelectorAll("[aria-labelledby]").ShouldAllBe(e => page.GetElementById(e.GetAttribute("aria-labelledby")!) != null);
        page.QuerySelectorAll("main h1").Length.ShouldBe(1);
        page.QuerySelectorAll("svg:not([aria-hidden] svg)").ShouldAllBe(s => s.HasAttribute("aria-label"));
        page.QuerySelectorAll("input, select").ShouldAllBe(i => i.HasAttribute("aria-label") || i.Closest("label") != null);
        page.QuerySelectorAll("[id]").Select(e => e.Id).ShouldBeUnique();
    }

    [Fact]
    public void Findings_link_to_the_code_host_when_the_commit_is_known_there()
    {
        var report = _workspace.Review("""
            { "steps": { "s": { "output": { "findings": [ { "rule": "r", "severity": "low", "file": "src/a b#.py", "line": 7, "message": "m" } ] } } },
              "run": { "commit": "0123456789012345678901234567890123456789", "repository": "https://github.com/o/shop" } }
            """);
        var page = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(HtmlReport.Render(report));

        page.QuerySelector("noscript a")!.GetAttribute("href").ShouldBe(
            "https://github.com/o/shop/blob/0123456789012345678901234567890123456789/src/a%20b%23.py#L7");
    }

    [Fact]
    public void A_run_without_findings_is_a_page_of_what_the_steps_said()
    {
        var page = Page("""{ "steps": { "write": { "agent": "writer", "output": { "summary": "Done." } } } }""");

        page.QuerySelectorAll("main > section").Select(s => s.Id).ShouldBe(["agents", "run"]);
    }

    [Fact]
    public void Five_thousand_findings_stay_under_three_megabytes()
    {
        var findings = Enumerable.Range(1, 5_000).Select(i => Finding(
            $"code.rule-{i % 40}", "medium", $"src/module{i % 60}/part{i % 300}.py", i, $"'function_number_{i}' has a cyclomatic complexity of {i % 70}, which is over 15.", "Each path through a function wants a test of its own.", "Split the function by case, or move the inner loop to its own function."));
        var report = _workspace.Review(OfFindings(findings));

        report.Findings.Count.ShouldBe(5_000);
        Encoding.UTF8.GetByteCount(HtmlReport.Render(report)).ShouldBeLessThan(3 * 1024 * 1024);
    }

    [Fact]
    public void The_same_modules_always_give_the_same_picture() =>
        HtmlReport.Render(_workspace.Review(Full)).ShouldBe(HtmlReport.Render(_workspace.Review(Full)));

    private IDocument Page(string input) =>
        new HtmlParser(new HtmlParserOptions { IsScripting = true }).ParseDocument(HtmlReport.Render(_workspace.Review(input)));

    /// <summary>All elements with their attributes; places where a path may wrap depend on the path.</summary>
    private static List<string> Shape(IDocument page) =>
        [.. page.All.Where(e => e.LocalName != "wbr").Select(e => $"{e.LocalName} {string.Join(' ', e.Attributes.Select(a => a.Name))}")];

    /// <summary>An input that has the text in every place that shows text.</summary>
    private static string Everything(string text)
    {
        var finding = new { rule = $"r.{text}", severity = "high", confidence = 1, file = $"src/{text}", line = 1, endLine = 1, message = text, why = text, remedy = text };
        object[] points = [new { title = text, detail = text, severity = "low", effort = text, files = new[] { text } }, text];
        return JsonSerializer.Serialize(new
        {
            title = text,
            steps = new Dictionary<string, object>
            {
                [text] = new
                {
                    agent = text,
                    action = text,
                    output = new
                    {
                        summary = text,
                        themes = points,
                        recommendations = points,
                        risks = points,
                        grade = text,
                        provider = text,
                        model = text,
                        findings = new[] { finding },
                        evidence = new Dictionary<string, object>
                        {
                            ["code.modules"] =
                                new
                                {
                                    modules = new[] { new { id = text }, new { id = "b" } },
                                    edges = new[] { new { from = text, to = "b" } },
                                    cycles = new[] { new[] { text, "b" } }
                                },
                            ["code.structure"] =
                                new
                                {
                                    languages = new[] { new { language = text, lines = 5 } },
                                    complexityHistogram = new[] { new { label = text, count = 3 } }
                                },
                            ["git.hotspots"] = new { hotSpots = new[] { new { file = text, commits = 3, complexity = 4 } } },
                        },
                    },
                },
            },
            run = new
            {
                id = text,
                workflow = text,
                status = text,
                startedAt = "2026-01-01T00:00:00Z",
                commit = text,
                branch = text,
                steps = new[] { new { key = text, agent = text, action = text, status = text, error = text, dependsOn = new[] { text },
                    startedAt = "2026-01-01T00:00:00Z", endedAt = "2026-01-01T00:00:09Z" } },
                decisions = new[] { new { step = text, kind = text, message = text } },
            },
        });
    }
}
