using System.Text.Json;
using Axle.Tools.BuiltIn.Git;

namespace Axle.Tools.Tests.BuiltIn.Git;

public sealed class HotspotsToolTests
{
    private static string Source(int version) => $"def calm():\n    return {version}\n\ndef hot(a):\n" + string.Concat(Enumerable.Range(0, 17).Select(i => $"    if a == {i}:\n        return {i}\n"));

    [Fact]
    public async Task Most_changed_complex_file_is_found_at_its_worst_function_across_a_rename()
    {
        using var workspace = new Workspace();
        workspace.Git("2024-05-01T00:00:00Z", "Ann", "init", "-q").With("src/old.py", Source(0)).With("src/calm.py", "x = 1\n").Commit("2024-05-01T00:00:00Z", "Ann", "first");
        for (int i = 1; i <= 8; i++)
        {
            workspace.With("src/old.py", Source(i)).Commit($"2024-05-{i + 1:00}T00:00:00Z", i % 2 == 0 ? "Ann" : "Bob", $"change {i}");
        }

        workspace.Git("2024-05-10T00:00:00Z", "Ann", "mv", "src/old.py", "src/new.py").Commit("2024-05-10T00:00:00Z", "Ann", "rename");
        workspace.With("src/new.py", Source(9)).Commit("2024-05-11T00:00:00Z", "dependabot[bot]", "bump");
        var result = await new HotspotsTool().InvokeAsync(JsonElement.Parse("""{"months":240}"""), workspace.Context, TestContext.Current.CancellationToken);

        var top = result.GetProperty("hotspots")[0];
        (top.GetProperty("file").GetString(), top.GetProperty("commits").GetInt32(), top.GetProperty("authors").GetInt32()).ShouldBe(("src/new.py", 10, 2));
        var finding = result.GetProperty("findings")[0];
        (finding.GetProperty("file").GetString(), finding.GetProperty("line").GetInt32()).ShouldBe(("src/new.py", 4));
        finding.GetProperty("message").GetString()!.ShouldContain("'hot' (cyclomatic complexity 18)");
    }

    [Fact]
    public async Task Without_a_repository_the_result_says_so_and_nothing_fails()
    {
        using var workspace = new Workspace().With("a.py", "x = 1\n");
        var result = await new HotspotsTool().InvokeAsync(JsonElement.Parse("{}"), workspace.Context, TestContext.Current.CancellationToken);
        result.GetProperty("summary").GetProperty("available").GetBoolean().ShouldBeFalse();
        result.GetProperty("summary").GetProperty("reason").GetString()!.ShouldContain("no git repository");
        result.GetProperty("findings").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Files_that_change_together_are_coupled()
    {
        using var workspace = new Workspace();
        workspace.Git("2024-05-01T00:00:00Z", "Ann", "init", "-q");
        for (int i = 1; i <= 6; i++)
        {
            workspace.With("a/x.py", $"x = {i}\n").With("b/y.py", $"y = {i}\n").With($"c/z{i}.py", "z = 1\n").Commit($"2024-05-0{i}T00:00:00Z", "Ann", $"change {i}");
        }

        var result = await new HotspotsTool().InvokeAsync(JsonElement.Parse("""{"months":240}"""), workspace.Context, TestContext.Current.CancellationToken);
        var pair = result.GetProperty("couplings").EnumerateArray().ShouldHaveSingleItem();
        (pair.GetProperty("file").GetString(), pair.GetProperty("other").GetString(), pair.GetProperty("together").GetInt32()).ShouldBe(("a/x.py", "b/y.py", 6));
    }
}
