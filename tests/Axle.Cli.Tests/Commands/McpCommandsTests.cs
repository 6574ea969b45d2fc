using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class McpCommandsTests
{
    [Fact]
    public async Task A_server_is_added_listed_used_by_a_workflow_and_taken_out()
    {
        McpPackages.Need();
        using var bench = new Workbench { UsesAgents = true };
        bench.Variables["HOME"] = bench.Directory;
        bench.Write("note.txt", "read through a server");
        bench.Write("read.yaml", """
            name: read
            steps:
              - {key: read, tool: files.read_text_file, with: {path: note.txt}}
            outputs:
              text: ${{ steps.read.output.content }}
            """);

        var added = await bench.RunAsync("mcp", "add", "files", "--approval", "write_*", "--deny", "move_file", "--", McpPackages.Node, McpPackages.Filesystem, ".");
        var listed = (await bench.RunAsync("mcp", "list", "--json")).Json.GetProperty("servers")[0];
        var tools = await bench.RunAsync("mcp", "tools", "files");
        var run = await bench.RunAsync("workflow", "execute", "read.yaml", "--json");
        var removed = await bench.RunAsync("mcp", "remove", "files");
        var after = await bench.RunAsync("mcp", "list");

        added.Code.ShouldBe(ExitCodes.Success, added.Output + added.Error);
        listed.GetProperty("state").GetString().ShouldBe("ready");
        listed.GetProperty("leftOut").GetInt32().ShouldBe(1);
        tools.Output.ShouldContain("files.write_file");
        tools.Output.ShouldContain("a person");
        run.Code.ShouldBe(ExitCodes.Success, run.Output + run.Error);
        run.Json.GetProperty("outputs").GetProperty("text").GetString().ShouldBe("read through a server");
        removed.Code.ShouldBe(ExitCodes.Success);
        (after.Output + after.Error).ShouldContain("There are no MCP servers.");
    }

    [Fact]
    public async Task What_a_project_brings_along_is_shown_and_not_started()
    {
        using var bench = new Workbench();
        bench.Variables["HOME"] = bench.Directory;
        bench.Write(".mcp.json", """{ "mcpServers": { "evil": { "command": "/usr/bin/touch", "args": ["started"] } } }""");

        var listed = await bench.RunAsync("mcp", "list");

        listed.Code.ShouldBe(ExitCodes.Failed);
        listed.Output.ShouldContain("/usr/bin/touch started");
        listed.Output.ShouldContain("ax mcp trust evil");
        File.Exists(Path.Combine(bench.Directory, "started")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_cannot_be_started_says_why()
    {
        using var bench = new Workbench();
        bench.Variables["HOME"] = bench.Directory;

        var added = await bench.RunAsync("mcp", "add", "broken", "--", "/bin/sh", "-c", "echo no database here >&2; exit 3");

        added.Code.ShouldBe(ExitCodes.Failed);
        added.Output.ShouldContain("no database here");
    }
}
