using System.Diagnostics;
using System.Text.Json;
using Axle.Tools.BuiltIn.Git;
using Axle.Tools.Contract;
using Axle.Tools.Tests.Contract;

namespace Axle.Tools.Tests.BuiltIn.Git;

public sealed class Git_tools : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ToolCatalog _catalog = new([.. GitTools.All(), new GitCommitTool()]);

    public Git_tools()
    {
        Git("init", "--quiet", "--initial-branch=main");
        Git("config", "user.name", "Test");
        Git("config", "user.email", "test@example.org");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commit_is_made_once_and_can_be_read()
    {
        (await Call("git.commit", new { message = "First", paths = new[] { "src/a.cs" } }, apply: false)).GetProperty("applied").GetBoolean().ShouldBeFalse();
        var first = await Call("git.commit", new { message = "First", paths = new[] { "src/a.cs" } });
        var again = await Call("git.commit", new { message = "First", paths = new[] { "src/a.cs" } });

        again.GetProperty("commit").GetString().ShouldBe(first.GetProperty("commit").GetString());
        (await Call("git.log", new { })).GetProperty("text").GetString()!.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("First");
        (await Call("git.show", new { revision = "HEAD" })).GetProperty("text").GetString()!.ShouldContain("+inside");
        (await Call("git.blame", new { path = "src/a.cs", lines = 1 })).GetProperty("text").GetString()!.ShouldContain("inside");
        await File.WriteAllTextAsync(Path.Combine(_folder.Workspace, "src", "a.cs"), "other", TestContext.Current.CancellationToken);
        (await Call("git.status", new { })).GetProperty("text").GetString()!.ShouldContain("src/a.cs");
        (await Call("git.diff", new { path = "src" })).GetProperty("text").GetString()!.ShouldContain("+other");
    }

    [Theory]
    [InlineData("clean", "evil")]
    [InlineData("process", "evil")]
    [InlineData("clean", "a=b")]
    public async Task Programs_that_a_repository_names_as_filters_are_not_run(string kind, string name)
    {
        await Call("git.commit", new { message = "First", paths = new[] { "src/a.cs" } });
        var ran = Path.Combine(_folder.Workspace, "ran");
        Git("config", $"filter.{name}.{kind}", $"touch '{ran}'; cat");
        Git("config", $"filter.{name}.required", "true");
        await File.WriteAllTextAsync(Path.Combine(_folder.Workspace, ".gitattributes"), $"* filter={name}\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.Workspace, "src", "a.cs"), "other text", TestContext.Current.CancellationToken);

        (await Call("git.diff", new { path = "src" })).GetProperty("text").GetString()!.ShouldContain("+other text");
        await Call("git.status", new { });
        await Call("git.commit", new { message = "Second", paths = new[] { "src/a.cs" } });

        File.Exists(ran).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--output=x")]
    [InlineData("HEAD:../../secret")]
    [InlineData("-p")]
    public async Task Revision_cannot_be_an_option_or_another_object(string revision) =>
        await Should.ThrowAsync<AxleException>(() => Call("git.show", new { revision }));

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder.Workspace })!;
        git.WaitForExit();
    }

    private async Task<JsonElement> Call(string tool, object arguments, bool apply = true) => await _catalog.InvokeAsync(
        tool, JsonSerializer.SerializeToElement(arguments), new ToolContext(_folder.Workspace, apply, "key", TimeProvider.System),
            TestContext.Current.CancellationToken);
}
