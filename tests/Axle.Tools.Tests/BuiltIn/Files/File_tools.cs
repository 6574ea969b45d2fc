using System.Text.Json;
using Axle.Tools.BuiltIn.Files;
using Axle.Tools.Contract;
using Axle.Tools.Tests.Contract;

namespace Axle.Tools.Tests.BuiltIn.Files;

public sealed class File_tools : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ToolCatalog _catalog = new(
        [new FilesReadTool(), new FilesWriteTool(), new FilesEditTool(), new FilesListTool(), new FilesFindTool(), new FilesMoveTool(), new FilesDeleteTool()]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lines_are_read_with_what_is_needed_to_go_on()
    {
        Put("long.txt", string.Join('\n', Enumerable.Range(1, 10).Select(static n => $"line {n}")));

        var read = await Call("files.read", new { path = "long.txt", fromLine = 3, lines = 2 });

        read.GetProperty("text").GetString().ShouldBe("line 3\nline 4");
        (read.GetProperty("totalLines").GetInt32(), read.GetProperty("more").GetBoolean()).ShouldBe((10, true));
    }

    [Fact]
    public async Task Without_leave_a_write_only_plans_and_twice_is_as_once()
    {
        (await Call("files.write", new { path = "new/a.txt", text = "x" }, apply: false)).GetProperty("applied").GetBoolean().ShouldBeFalse();
        File.Exists(At("new/a.txt")).ShouldBeFalse();

        (await Call("files.write", new { path = "new/a.txt", text = "x" })).GetProperty("change").GetString().ShouldBe("created");
        (await Call("files.write", new { path = "new/a.txt", text = "x" })).GetProperty("change").GetString().ShouldBe("unchanged");
        await Should.ThrowAsync<AxleException>(() => Call("files.write", new { path = "new/a.txt", text = "y" }));
        File.ReadAllText(At("new/a.txt")).ShouldBe("x");
        Directory.GetFiles(At("new")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Edit_makes_all_replacements_or_none()
    {
        Put("a.txt", "one two two");

        await Should.ThrowAsync<AxleException>(() =>
            Call("files.edit", new { path = "a.txt", edits = new object[] { new { old = "one", @new = "1" }, new { old = "two", @new = "2" } } }));
        File.ReadAllText(At("a.txt")).ShouldBe("one two two");

        await Call("files.edit", new { path = "a.txt", edits = new object[] { new { old = "one", @new = "1" }, new { old = "two two", @new = "2" } } });
        File.ReadAllText(At("a.txt")).ShouldBe("1 2");
    }

    [Fact]
    public async Task File_that_changed_since_it_was_read_is_not_overwritten()
    {
        Put("a.txt", "old");
        var hash = (await Call("files.read", new { path = "a.txt" })).GetProperty("hash").GetString();
        Put("a.txt", "newer");

        (await Should.ThrowAsync<AxleException>(() =>
            Call("files.write", new { path = "a.txt", text = "mine", replace = true, expectedHash = hash }))).Message.ShouldContain("changed since");
    }

    [Theory]
    [InlineData(".git/hooks/pre-commit")]
    [InlineData(".axle/agents/mine.md")]
    [InlineData("axle.yaml")]
    [InlineData("sub/.GIT/config")]
    public async Task Places_that_decide_what_runs_next_are_not_written(string path) =>
        (await Should.ThrowAsync<AxleException>(() => Call("files.write", new { path, text = "x" }))).Error.Kind.ShouldBe(ErrorKind.Refused);

    [Fact]
    public async Task Nor_are_they_through_a_link_inside_of_the_workspace()
    {
        Directory.CreateDirectory(At(".git"));
        _folder.Link("g", ".git");
        (await Should.ThrowAsync<AxleException>(() => Call("files.write", new { path = "g/config", text = "x" }))).Error.Kind.ShouldBe(ErrorKind.Refused);
        File.Exists(At(".git/config")).ShouldBeFalse();
    }

    [Fact]
    public async Task Link_out_of_the_workspace_is_neither_read_written_moved_to_nor_deleted_through()
    {
        _folder.Link("out", _folder.Outside);
        foreach (var (tool, arguments) in new (string, object)[]
        {
            ("files.read", new { path = "out/secret.txt" }), ("files.write", new { path = "out/new.txt", text = "x" }),
                ("files.delete", new { path = "out/secret.txt" }),
            ("files.move", new { from = "src/a.cs", to = "out/a.cs" }), ("files.list", new { path = "out" }),
        })
        {
            (await Should.ThrowAsync<AxleException>(() => Call(tool, arguments))).Message.ShouldContain("symbolic link");
        }

        Directory.GetFiles(_folder.Outside).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Files_are_listed_found_moved_and_deleted()
    {
        (await Call("files.list", new { })).GetProperty("entries")[0].GetProperty("name").GetString().ShouldBe("src");
        (await Call("files.find", new { pattern = "**/*.cs" })).GetProperty("files")[0].GetString().ShouldBe("src/a.cs");
        (await Call("files.move", new { from = "src/a.cs", to = "lib/b.cs" })).GetProperty("applied").GetBoolean().ShouldBeTrue();
        (await Call("files.move", new { from = "src/a.cs", to = "lib/b.cs" })).GetProperty("change").GetString().ShouldBe("unchanged");
        await Call("files.delete", new { path = "lib/b.cs" });
        File.Exists(At("lib/b.cs")).ShouldBeFalse();
        Put("lib/c.cs", "x");
        (await Should.ThrowAsync<AxleException>(() => Call("files.delete", new { path = "lib" }))).Error.Kind.ShouldBe(ErrorKind.Refused);
    }

    [Fact]
    public void Moving_and_deleting_ask_a_person() =>
        _catalog.Tools.Where(static t => t.Description.Approval is not null).Select(static t => t.Description.Name).ShouldBe(["files.delete", "files.move"]);

    private string At(string path) => Path.Combine(_folder.Workspace, path);

    private void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    private async Task<JsonElement> Call(string tool, object arguments, bool apply = true) => await _catalog.InvokeAsync(
        tool, JsonSerializer.SerializeToElement(arguments), new ToolContext(_folder.Workspace, apply, "key", TimeProvider.System),
            TestContext.Current.CancellationToken);
}
