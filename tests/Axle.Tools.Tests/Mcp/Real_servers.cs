using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Mcp;
using Axle.Tools.Mcp.Connections;
using Axle.Tools.Mcp.Settings;

namespace Axle.Tools.Tests.Mcp;

/// <summary>Public servers of npm, as users have them.</summary>
public sealed class Real_servers : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-mcp-real-");
    private McpTools? _mcp;

    public async ValueTask DisposeAsync()
    {
        if (_mcp is not null)
            await _mcp.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_filesystem_server_reads_a_file_and_gives_structured_content()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "note.txt"), "hello from a file", TestContext.Current.CancellationToken);
        var catalog = await StartAsync(Node("files", McpPackages.Filesystem, _folder.FullName));

        var result = await CallAsync(catalog, "files.read_text_file", new { path = "note.txt" });

        result.GetProperty("content").GetString().ShouldBe("hello from a file");
        catalog.TryGet("files.read_text_file", out var read).ShouldBeTrue();
        catalog.TryGet("files.write_file", out var write).ShouldBeTrue();
        (read.Description.Effect, write.Description.Effect).ShouldBe((ToolEffect.None, ToolEffect.World));
    }

    [Fact]
    public async Task A_tool_that_fails_is_an_error_of_kind_tool_that_names_server_and_tool()
    {
        var catalog = await StartAsync(Node("files", McpPackages.Filesystem, _folder.FullName));

        var failed = await Should.ThrowAsync<AxleException>(() => CallAsync(catalog, "files.read_text_file", new { path = "/etc/passwd" }));

        failed.Error.Kind.ShouldBe(ErrorKind.Tool);
        failed.Message.ShouldStartWith("MCP server 'files': the tool 'read_text_file' failed: ");
        failed.Message.ShouldContain("outside allowed directories");
    }

    [Fact]
    public async Task The_environment_of_the_host_stays_here()
    {
        Environment.SetEnvironmentVariable("AXLE_TEST_SECRET_OF_HOST", "do not tell");
        var catalog = await StartAsync(Node("all", McpPackages.Everything) with { Environment = Node("", "").Environment.Add("GIVEN", "yes") });

        var environment = (await CallAsync(catalog, "all.get-env", new { })).GetProperty("text").GetString()!;

        environment.ShouldContain("GIVEN");
        environment.ShouldNotContain("AXLE_TEST_SECRET_OF_HOST");
        environment.ShouldNotContain("do not tell");
    }

    [Fact]
    public async Task Images_and_structure_come_as_json()
    {
        var catalog = await StartAsync(Node("all", McpPackages.Everything));

        var image = await CallAsync(catalog, "all.get-tiny-image", new { });
        var structured = await CallAsync(catalog, "all.get-structured-content", new { location = "Chicago" });

        image.GetProperty("content").EnumerateArray().Count(static part => part.GetProperty("type").GetString() == "image").ShouldBe(1);
        structured.GetProperty("temperature").ValueKind.ShouldBe(JsonValueKind.Number);
    }

    [Fact]
    public async Task The_memory_server_remembers_from_call_to_call()
    {
        var memory = Node("memory", McpPackages.Memory) with
        {
            Environment = Node("", "").Environment.Add("MEMORY_FILE_PATH", Path.Combine(_folder.FullName, "memory.jsonl")),
        };
        var catalog = await StartAsync(memory);

        await CallAsync(catalog, "memory.create_entities", new { entities = new[] { new { name = "Axle", entityType = "product", observations = new[] { "durable" } } } });
        var graph = await CallAsync(catalog, "memory.search_nodes", new { query = "durable" });

        graph.GetProperty("entities")[0].GetProperty("name").GetString().ShouldBe("Axle");
    }

    [Fact(Timeout = 300_000)]
    public async Task A_server_that_is_killed_in_mid_call_is_named_and_begins_anew_with_the_next_call()
    {
        McpPackages.Need();
        var pid = Path.Combine(_folder.FullName, "pid");
        var server = new McpServerSettings("all")
        {
            Command = "/bin/sh",
            Arguments = ["-c", $"echo $$ > {pid}; exec {McpPackages.Node} {McpPackages.Everything}"],
        };
        var catalog = await StartAsync(server);
        var call = CallAsync(catalog, "all.trigger-long-running-operation", new { duration = 30, steps = 300 });
        var id = int.Parse(await File.ReadAllTextAsync(pid, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        using (var process = Process.GetProcessById(id))
            process.Kill();

        var failed = await Should.ThrowAsync<AxleException>(() => call);
        while (_mcp!.Servers.Single().State == McpState.Ready)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        var again = await CallAsync(catalog, "all.echo", new { message = "still there" });

        failed.Message.ShouldContain("MCP server 'all'");
        again.GetProperty("text").GetString().ShouldBe("Echo: still there");
    }

    private static McpServerSettings Node(string name, string program, params string[] arguments) =>
        new(name) { Command = McpPackages.Node, Arguments = [program, .. arguments] };

    private async Task<ToolCatalog> StartAsync(McpServerSettings server)
    {
        McpPackages.Need();
        _mcp = new McpTools(new McpSettings([server]) { Workspace = _folder.FullName, HealthEvery = TimeSpan.Zero }, TimeProvider.System);
        await _mcp.DiscoverAsync(all: true, TestContext.Current.CancellationToken);
        _mcp.Servers[0].State.ShouldBe(McpState.Ready, _mcp.Servers[0].Fault);
        return new ToolCatalog([], [_mcp]);
    }

    private async Task<JsonElement> CallAsync(ToolCatalog catalog, string tool, object arguments) => await catalog.InvokeAsync(
        tool,
        JsonSerializer.SerializeToElement(arguments),
        new ToolContext(_folder.FullName, Apply: true, "key-1", TimeProvider.System),
        TestContext.Current.CancellationToken);
}
