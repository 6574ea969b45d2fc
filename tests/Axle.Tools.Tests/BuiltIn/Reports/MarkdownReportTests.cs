using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Axle.Tools.BuiltIn.Reports;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using static Axle.Tools.Tests.BuiltIn.Reports.ReviewInput;

namespace Axle.Tools.Tests.BuiltIn.Reports;

public sealed class MarkdownReportTests : IDisposable
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).Build();

    private readonly ReviewedWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Report_reads_from_verdict_to_run()
    {
        var text = MarkdownReport.Render(_workspace.Review(Full), "../../../");

        var headings = text.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..]);
        headings.ShouldBe(["Do first", "What the agents say", "Findings", "Modules", "Hot spots", "How the run went"]);
        text.ShouldContain("| critical | 1 | 1 |");
        text.ShouldContain("> **Offline.**");
        text.ShouldContain("[`src/shop/cart.py:5`](../../../src/shop/cart.py#L5)");
        text.ShouldContain("`shop.a` → `shop.b` → `shop.a`");
        text.ShouldContain("`lint`: 'lint-code' is closest to 'lint-codebase'. (86 % sure)");
        text.ShouldContain("`bench` failed: No benchmark found.");
        text.ShouldContain("<details>\n<summary>Low (1)</summary>");
    }

    [Theory]
    [InlineData("a | b | c")]
    [InlineData("`code` ``x`` and ` alone")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("</details><script>alert(1)</script>")]
    [InlineData("[click](javascript:alert(1)) ![x](y) [ref]: z")]
    [InlineData("# head *bold* _em_ ~~gone~~ ==mark== $math$")]
    [InlineData("see https://evil.example and www.evil.example or mailto:a@b.c")]
    [InlineData("line one\n\n# line two\n- item\n| a |\n| - |")]
    [InlineData("1. first")]
    [InlineData("- dash")]
    [InlineData("&lt;b&gt; &#60; &copy;")]
    public void Foreign_text_shows_as_it_is_written_and_does_nothing(string text)
    {
        var page = Rendered(MarkdownReport.Render(_workspace.Review(OfFindings(Finding(message: text, file: "a.py")))));

        page.QuerySelectorAll("img, script, a, em, del, mark").ShouldBeEmpty();
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        var cells = FindingsTable(page).QuerySelectorAll("tbody tr td");
        cells.Length.ShouldBe(5);
        cells[1].TextContent.ShouldBe(string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("a|b.py")]
    [InlineData("a`b``c.py")]
    [InlineData("a](x) b.py")]
    [InlineData("a\\b.py")]
    public void Odd_file_names_stay_in_their_cell(string file)
    {
        var page = Rendered(MarkdownReport.Render(_workspace.Review(OfFindings(Finding(file: file))), "./"));

        var row = FindingsTable(page).QuerySelectorAll("tbody tr").Single();
        row.QuerySelectorAll("td").Length.ShouldBe(5);
        row.QuerySelector("td a code")!.TextContent.ShouldBe($"{file.Replace('\\', '/')}:1");
    }

    [Fact]
    public void Text_that_turns_its_direction_is_made_visible() =>
        MarkdownReport.Render(_workspace.Review(OfFindings(Finding(message: "a\u202Eb")))).ShouldContain("a⟦U+202E⟧b");

    [Fact]
    public void Long_tables_are_cut_and_say_so()
    {
        var text = MarkdownReport.Render(_workspace.Review(OfFindings(Enumerable.Range(1, 1_000).Select(i => Finding(line: i)))));

        text.ShouldContain("750 more are in the HTML and SARIF forms of this report.");
        text.Length.ShouldBeLessThan(100_000);
    }

    [Fact]
    public void Nothing_to_report_is_said_in_one_sentence() =>
        MarkdownReport.Render(_workspace.Review("""{ "workspace": "shop" }""")).ShouldStartWith("# Code review of shop\n\n**No step of this run left anything to report.**\n");

    private static IElement FindingsTable(IParentNode page) => page.QuerySelectorAll("table").Single(t => t.QuerySelector("th")!.TextContent == "Where");

    private static AngleSharp.Html.Dom.IHtmlDocument Rendered(string markdown) => new HtmlParser().ParseDocument(Markdig.Markdown.ToHtml(markdown, Pipeline));
}
