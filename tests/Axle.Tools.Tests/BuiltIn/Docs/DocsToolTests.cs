using System.Text.Json;
using Axle.Tools.BuiltIn.Docs;

namespace Axle.Tools.Tests.BuiltIn.Docs;

public sealed class DocsToolTests
{
    [Fact]
    public async Task Broken_relative_link_is_found_at_its_line_and_others_are_left_alone()
    {
        using var workspace = new Workspace().With("LICENSE", "x").With(".github/workflows/ci.yml", "on: push\n").With("docs/guide.md", "# Guide\n").With("README.md",
            "# A\n[ok](docs/guide.md#x) [web](https://example.org/a.md) [in](#here) ![p](img/no.png)\n```\n[code](none.md)\n```\n`[c](no.md)` and [gone](docs/gone.md \"title\")\n");
        var findings = await Findings(workspace);
        findings.ShouldBe(["docs.broken-link README.md:2", "docs.broken-link README.md:6"]);
    }

    [Fact]
    public async Task Notes_count_in_comments_only_and_missing_files_are_named()
    {
        string note = "TO" + "DO";
        using var workspace = new Workspace().With("a.py", $"x = '{note}: no'\n# {note}: yes\n# We list every {note} here\n");
        (await Findings(workspace)).ShouldBe(["docs.no-readme a.py:1", "docs.no-ci a.py:1", "docs.no-license a.py:1", "docs.leftover-note a.py:2"]);
    }

    [Theory]
    [InlineData("setup.py")]
    [InlineData("Web.slnx")]
    [InlineData("lib/a.py")]
    public async Task What_is_missing_is_reported_at_the_manifest_and_never_at_a_hidden_file(string place)
    {
        using var workspace = new Workspace().With(".editorconfig", "root = true\n").With("lib/a.py", "x = 1\n").With(place, "x = 1\n");
        (await Findings(workspace)).ShouldBe([$"docs.no-readme {place}:1", $"docs.no-ci {place}:1", $"docs.no-license {place}:1"]);
    }

    [Fact]
    public async Task Note_has_an_age_when_git_knows_it()
    {
        using var workspace = new Workspace().With("a.py", "# FIX" + "ME: old\n");
        workspace.Git("2020-01-01T00:00:00Z", "Ann", "init", "-q").Commit("2020-01-01T00:00:00Z", "Ann", "first");
        var result = await new DocsTool().InvokeAsync(JsonElement.Parse("{}"), workspace.Context, TestContext.Current.CancellationToken);
        result.GetProperty("markers")[0].GetProperty("ageDays").GetInt32().ShouldBeGreaterThan(365);
    }

    [Fact]
    public async Task Documented_public_members_are_counted()
    {
        using var workspace = new Workspace().With("a.cs", "/// <summary>Yes.</summary>\n[Obsolete]\npublic sealed class A\n{\n    public class B { }\n    // no\n    public record C;\n    public int Field;\n}\n");
        var result = await new DocsTool().InvokeAsync(JsonElement.Parse("{}"), workspace.Context, TestContext.Current.CancellationToken);
        (result.GetProperty("summary").GetProperty("publicMembers").GetInt32(), result.GetProperty("summary").GetProperty("documentedMembers").GetInt32()).ShouldBe((3, 1));
    }

    private static async Task<List<string>> Findings(Workspace workspace)
    {
        var result = await new DocsTool().InvokeAsync(JsonElement.Parse("{}"), workspace.Context, TestContext.Current.CancellationToken);
        return [.. result.GetProperty("findings").EnumerateArray().Select(f => $"{f.GetProperty("rule")} {f.GetProperty("file")}:{f.GetProperty("line")}")];
    }
}
