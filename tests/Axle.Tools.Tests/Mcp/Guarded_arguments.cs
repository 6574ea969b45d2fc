using System.Collections.Immutable;
using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Mcp.Calls;
using Axle.Tools.Mcp.Settings;
using ModelContextProtocol.Protocol;

namespace Axle.Tools.Tests.Mcp;

/// <summary>A server's schema does not say where an argument goes; the user's settings do.</summary>
public sealed class Guarded_arguments
{
    private static readonly Tool Reading = new()
    {
        Name = "read",
        InputSchema = JsonElement.Parse("""{"type":"object","properties":{"path":{"type":"string"}},"required":["path"]}"""),
    };

    [Fact]
    public async Task A_path_outside_the_workspace_never_reaches_a_server_whose_settings_say_that_it_is_one()
    {
        var server = new McpServerSettings("files") { Command = "files", Sinks = new Dictionary<string, string> { ["path"] = "path" }.ToImmutableSortedDictionary() };
        var tool = new Recorder(McpToolReader.Read(server, "files", Reading));
        var catalog = new ToolCatalog([tool]);

        foreach (var outside in (string[])["../secret.txt", "/etc/passwd", "a/../../b"])
            (await Should.ThrowAsync<AxleException>(async () => await CallAsync(catalog, outside))).Error.Kind.ShouldBe(ErrorKind.Validation);
        await CallAsync(catalog, "a.txt");

        tool.Paths.ShouldBe(["a.txt"]);
    }

    [Fact]
    public void Where_an_argument_goes_must_be_one_of_the_places_that_there_are()
    {
        var settings = McpSettingsReader.Read("axle.yaml", "mcp: {servers: {files: {command: x, sinks: {path: hole}}}}", "/", static _ => null, _faults).ToList();
        _faults.Concat(settings.Select(static s => s.Fault)).ShouldContain(f => f != null && f.Contains("sinks.path", StringComparison.Ordinal));
    }

    private readonly List<string> _faults = [];

    private static async Task CallAsync(ToolCatalog catalog, string path) => await catalog.InvokeAsync(
        "files.read",
        JsonSerializer.SerializeToElement(new { path }),
        new ToolContext(AppContext.BaseDirectory, false, "key", TimeProvider.System),
        TestContext.Current.CancellationToken);

    private sealed class Recorder(ToolDescription description) : ITool
    {
        public List<string> Paths { get; } = [];

        public ToolDescription Description { get; } = description;

        public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
        {
            Paths.Add(arguments.GetProperty("path").GetString()!);
            return ValueTask.FromResult(arguments);
        }
    }
}
