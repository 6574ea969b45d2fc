using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class ToolCommandsTests
{
    [Fact]
    public async Task Tools_are_listed_searched_and_shown()
    {
        using var bench = new Workbench();
        var list = await bench.RunAsync("tool", "list", "--json");
        list.Code.ShouldBe(ExitCodes.Success, list.Output);
        list.Json.GetProperty("tools").EnumerateArray().Where(static t =>
            t.GetProperty("name").GetString() == "files.delete" && t.GetProperty("effect").GetString() == "the world" && t.TryGetProperty("approval", out _))
            .ShouldHaveSingleItem();
        (await bench.RunAsync("tool", "list")).Output.ShouldContain("a person");
        (await bench.RunAsync("tool", "search", "rename", "file",
            "--json")).Json.GetProperty("tools")[0].GetProperty("name").GetString().ShouldBe("files.move");
        (await bench.RunAsync("tool", "show", "files.edit")).Output.ShouldContain("\"edits\"");
        (await bench.RunAsync("tool", "show", "files.edt")).Error.ShouldContain("Did you mean 'files.edit'?");
    }

    [Fact]
    public async Task A_call_is_checked_mended_and_only_plans_without_leave()
    {
        using var bench = new Workbench();
        bench.Write("a.txt", "hello\nworld\n");
        (await bench.RunAsync("tool", "call", "files.read", "--arg", "path=a.txt", "--arg", "lines=1")).Output.Trim().ShouldBe("hello");
        var mended = await bench.RunAsync("tool", "call", "files.read", "--arguments", "{'path':'a.txt','from_line':'2',}", "--json");
        mended.Json.GetProperty("result").GetProperty("text").GetString().ShouldStartWith("world");
        mended.Json.GetProperty("mends").GetArrayLength().ShouldBeGreaterThan(1);
        var planned = await bench.RunAsync("tool", "call", "files.write", "--arg", "path=b.txt", "--arg", "text=1", "--json");
        planned.Json.GetProperty("result").GetProperty("applied").GetBoolean().ShouldBeFalse();
        var written = await bench.RunAsync("tool", "call", "files.write", "--arg", "path=b.txt", "--arg", "text=1", "--apply", "--json");
        written.Json.GetProperty("result").GetProperty("applied").GetBoolean().ShouldBeTrue();
        var refused = await bench.RunAsync("tool", "call", "files.read", "--arg", "path=../x");
        refused.Code.ShouldBe(ExitCodes.Invalid);
        refused.Error.ShouldContain("/path");
    }

    [Fact]
    public async Task A_built_in_tool_needs_no_pin()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("tool", "accept", "files.read")).Error.ShouldContain("built in");
    }
}
