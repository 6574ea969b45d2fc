using System.Text.Json;
using Axle.Tools.BuiltIn.Search;
using Axle.Tools.Contract;
using Axle.Tools.Tests.Contract;

namespace Axle.Tools.Tests.BuiltIn.Search;

public sealed class Search_tools : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ToolCatalog _catalog = new([new TextSearchTool(), new CodeSearchTool(), new CodeSymbolsTool()]);

    public Search_tools()
    {
        File.WriteAllText(Path.Combine(_folder.Workspace, "src", "retry.py"), "def read_with_backoff(x):\n    return x\n\ndef other():\n    return 1\n");
        File.WriteAllText(Path.Combine(_folder.Workspace, "src", "b.cs"), "class B { void ReadLineAsync() { } }\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Text_and_expression_are_found_with_file_line_and_column()
    {
        var hit = (await Call("text.search", new { pattern = "backoff(x" })).GetProperty("hits")[0];
        (hit.GetProperty("file").GetString(), hit.GetProperty("line").GetInt32(), hit.GetProperty("column").GetInt32()).ShouldBe(("src/retry.py", 1, 15));
        (await Call("text.search", new { pattern = "^DEF\\s", regex = true, ignoreCase = true })).GetProperty("hits").GetArrayLength().ShouldBe(2);
        (await Call("text.search", new { pattern = "return", most = 1 })).GetProperty("more").GetBoolean().ShouldBeTrue();
        (await Should.ThrowAsync<AxleException>(() => Call("text.search", new { pattern = "(a", regex = true }))).Message.ShouldContain("/pattern");
    }

    [Fact]
    public async Task Best_file_comes_first_and_parts_of_names_count()
    {
        (await Call("code.search", new { words = "backoff retry" })).GetProperty("files")[0].GetProperty("file").GetString().ShouldBe("src/retry.py");
        (await Call("code.search", new { words = "line" })).GetProperty("files")[0].GetProperty("file").GetString().ShouldBe("src/b.cs");
        (await Call("code.search", new { words = "xyzzy" })).GetProperty("files").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Changed_file_is_found_by_its_new_words()
    {
        await Call("code.search", new { words = "line" });
        File.WriteAllText(Path.Combine(_folder.Workspace, "src", "b.cs"), "class B { void Quicksilver() { int longer = 1; } }\n");

        (await Call("code.search", new { words = "quicksilver" })).GetProperty("files")[0].GetProperty("file").GetString().ShouldBe("src/b.cs");
    }

    [Fact]
    public async Task Function_is_found_by_a_part_of_its_name()
    {
        var found = await Call("code.symbols", new { name = "backoff" });

        found.GetProperty("symbols")[0].GetProperty("line").GetInt32().ShouldBe(1);
    }

    private async Task<JsonElement> Call(string tool, object arguments) => await _catalog.InvokeAsync(
        tool, JsonSerializer.SerializeToElement(arguments), new ToolContext(_folder.Workspace, false, "key", TimeProvider.System),
            TestContext.Current.CancellationToken);
}
