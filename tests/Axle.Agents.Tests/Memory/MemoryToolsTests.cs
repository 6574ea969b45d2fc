using System.Text.Json;
using Axle.Agents.Memory;
using Axle.Tools.Contract;
using Axle.Workflows.InMemory;

namespace Axle.Agents.Tests.Memory;

public sealed class MemoryToolsTests : IDisposable
{
    private readonly MemoryRunStore _store = new(new MemoryDisk(), "test");
    private readonly ToolCatalog _tools;
    private int _calls;

    public MemoryToolsTests()
    {
        var memory = new SharedMemory(() => _store, TimeProvider.System);
        _tools = new ToolCatalog([MemoryTools.Read(memory), MemoryTools.Write(memory), MemoryTools.List(memory), MemoryTools.History(memory)]);
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Agents_share_notes_by_calling_tools()
    {
        (await CallAsync("memory.read", "amy", """{"name":"board"}""")).GetProperty("version").GetInt32().ShouldBe(0);
        var first = await CallAsync("memory.write", "amy", """{"name":"board","value":{"a":1},"onConflict":"merge"}""");
        (first.GetProperty("version").GetInt32(), first.GetProperty("outcome").GetString()).ShouldBe((1, "written"));
        var second = await CallAsync("memory.write", "bob", """{"name":"board","value":{"b":2}}""");
        second.GetProperty("outcome").GetString().ShouldBe("merged");
        second.GetProperty("value").GetRawText().ShouldBe("""{"a":1,"b":2}""");

        var read = await CallAsync("memory.read", "cid", """{"name":"board"}""");
        (read.GetProperty("author").GetString(), read.GetProperty("onConflict").GetString()).ShouldBe(("bob", "merge"));
        (await CallAsync("memory.list", "cid", "{}")).GetProperty("notes").GetArrayLength().ShouldBe(1);
        var history = await CallAsync("memory.history", "cid", """{"name":"board","limit":1}""");
        history.GetProperty("entries")[0].GetProperty("author").GetString().ShouldBe("bob");
        history.GetProperty("entries").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Runs_do_not_see_each_others_notes_and_share_those_of_the_workspace()
    {
        await CallAsync("memory.write", "amy", """{"name":"a","value":1}""", run: "run-1");
        await CallAsync("memory.write", "amy", """{"name":"b","value":1,"scope":"workspace"}""", run: "run-1");
        (await CallAsync("memory.list", "bob", "{}", run: "run-2")).GetProperty("notes").GetArrayLength().ShouldBe(0);
        (await CallAsync("memory.list", "bob", """{"scope":"workspace"}""", run: "run-2")).GetProperty("notes").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Outside_of_runs_there_are_only_the_notes_of_the_workspace() =>
        (await Should.ThrowAsync<AxleException>(async () => await CallAsync("memory.list", "amy", "{}", run: null))).Message.ShouldContain("scope: workspace");

    private async Task<JsonElement> CallAsync(string tool, string agent, string arguments, string? run = "run-1")
    {
        var context = new ToolContext(Path.GetTempPath(), false, $"call-{_calls++}", TimeProvider.System)
        {
            Caller = new ToolCaller { Run = run, Agent = agent },
        };
        return await _tools.InvokeAsync(tool, JsonElement.Parse(arguments), context, TestContext.Current.CancellationToken);
    }
}
