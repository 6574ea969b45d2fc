using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Tools.BuiltIn.Files;
using Axle.Tools.BuiltIn.Git;
using Axle.Tools.BuiltIn.Search;
using Axle.Tools.BuiltIn.Shell;
using Axle.Tools.BuiltIn.Web;
using Axle.Tools.Contract;
using Axle.Tools.Healing;
using Axle.Tools.Tests.Contract;
using Axle.Tools.Validation;

namespace Axle.Tools.Tests.Healing;

/// <summary>500 malformed calls of built-in tools and of tools as public MCP servers publish them: what is caught, what is healed, what runs.</summary>
public sealed class Malformed_calls : IDisposable
{
    private const int Count = 500;
    private const int Seed = 20_261_128;
    private const int MostAsked = 2;

    private static readonly Dictionary<string, string> Paths = new()
    {
        ["path"] = "path",
        ["paths"] = "path",
        ["source"] = "path",
        ["destination"] = "path",
    };

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentBag<string> _ran = [];
    private readonly ToolCatalog _catalog;
    private readonly ToolContext _context;

    public Malformed_calls()
    {
        _folder.Link("out", _folder.Outside);
        _context = new ToolContext(_folder.Workspace, false, "key", TimeProvider.System);
        _catalog = new ToolCatalog(BuiltIn().Concat(Public()));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task At_least_95_of_100_are_caught_80_of_100_healed_and_none_leaves_the_roots()
    {
        _catalog.Quarantined.ShouldBeEmpty();
        var calls = new BadCalls(_catalog, _context, Seed).Make(Count);
        calls.Count.ShouldBe(Count);

        var told = new List<(BadCall Call, bool Caught, bool Healed, bool Asked)>();
        foreach (var call in calls)
        {
            told.Add(await RunAsync(call));
        }

        var healable = told.Where(static t => t.Call.Meant is not null).ToList();
        Write(told);
        told.Count(static t => t.Caught).ShouldBeGreaterThanOrEqualTo(Count * 95 / 100);
        healable.Count(static t => t.Healed).ShouldBeGreaterThanOrEqualTo(healable.Count * 80 / 100);
        told.Where(static t => t.Call.Meant is null).ShouldAllBe(static t => t.Caught && !t.Healed);
        _ran.ShouldAllBe(static arguments => !arguments.Contains("outside", StringComparison.Ordinal) && !arguments.Contains("passwd", StringComparison.Ordinal)
            && !arguments.Contains("secret", StringComparison.Ordinal) && !arguments.Contains("rm -rf", StringComparison.Ordinal));
    }

    /// <summary>The agent's loop: the ladder, then the model with what remains, at most twice.</summary>
    private async Task<(BadCall, bool, bool, bool)> RunAsync(BadCall call)
    {
        var healing = new ToolHealing(_catalog);
        var healed = healing.Heal(call.Tool, call.Text, _context);
        var caught = healed.Mends.Length > 0 || !healed.IsWhole;
        var asked = 0;
        while (!healed.IsWhole && asked++ < MostAsked)
        {
            healed = healing.Heal(call.Tool, Correct(call, healed), _context);
        }

        if (!healed.IsWhole)
        {
            return (call, caught, false, asked > 0);
        }

        await _catalog.InvokeAsync(call.Tool, healed.Arguments, _context, TestContext.Current.CancellationToken);
        var meant = call.Meant is null ? default : _catalog.Check(call.Tool, JsonSerializer.SerializeToElement(call.Meant), _context);
        return (call, caught, call.Meant is null || JsonElement.DeepEquals(Sorted(healed.Arguments), Sorted(meant)), asked > 0);
    }

    /// <summary>
    /// A model that mends only the places that the faults name, with what it had meant, and insists on an attack. Text that could not be read it
    /// writes again.
    /// </summary>
    private static string Correct(BadCall call, HealedCall healed)
    {
        if (call.Meant is null)
        {
            return call.Text;
        }

        if (healed.Arguments.ValueKind != JsonValueKind.Object || healed.Faults.Any(static fault => fault.Keyword is "text" or "size"))
        {
            return call.Meant.ToJsonString();
        }

        var again = (JsonObject)JsonNode.Parse(healed.Arguments.GetRawText())!;
        foreach (var fault in healed.Faults)
        {
            var name = fault.Place.Split('/').ElementAtOrDefault(1);
            if (fault.Keyword == "required")
            {
                foreach (var (missing, value) in call.Meant.Where(m => fault.Hint.Contains($"'{m.Key}'", StringComparison.Ordinal)))
                {
                    again[missing] = value?.DeepClone();
                }
            }
            else if (name is not null && call.Meant.ContainsKey(name))
            {
                again[name] = call.Meant[name]?.DeepClone();
            }
            else if (name is not null)
            {
                again.Remove(name);
                foreach (var (meant, value) in call.Meant.Where(m => fault.Hint.Contains($"'{m.Key}'", StringComparison.Ordinal)))
                {
                    again[meant] = value?.DeepClone();
                }
            }
        }

        return again.ToJsonString();
    }

    private static void Write(List<(BadCall Call, bool Caught, bool Healed, bool Asked)> told)
    {
        var table = new StringBuilder("| kind | calls | caught | healed by the ladder | healed by asking | not healed |\n"
            + "| --- | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var kind in told.GroupBy(static t => t.Call.Kind).Append<IEnumerable<(BadCall Call, bool Caught, bool Healed, bool Asked)>>(told))
        {
            var name = kind is IGrouping<string, (BadCall, bool, bool, bool)> group ? group.Key : "all";
            table.Append(CultureInfo.InvariantCulture,
                $"| {name} | {kind.Count()} | {kind.Count(static t => t.Caught)} |");
            table.Append(CultureInfo.InvariantCulture, $" {Of(kind, asked: false)} | {Of(kind, asked: true)} | {kind.Count(static t => !t.Healed)} |\n");
        }

        TestContext.Current.TestOutputHelper!.WriteLine(table.ToString());
    }

    private static int Of(IEnumerable<(BadCall Call, bool Caught, bool Healed, bool Asked)> told, bool asked) => told.Count(t => t.Healed && t.Asked == asked);

    private static JsonElement Sorted(JsonElement arguments) => JsonSerializer.SerializeToElement(
        new SortedDictionary<string, JsonElement>(arguments.EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value), StringComparer.Ordinal));

    private ITool[] BuiltIn()
    {
        using var fetch = new HttpFetchTool(WebOptions.Default);
        ITool[] tools =
        [
            new FilesReadTool(), new FilesWriteTool(), new FilesEditTool(), new FilesListTool(), new FilesFindTool(), new FilesMoveTool(),
                new FilesDeleteTool(),
            new TextSearchTool(), new CodeSearchTool(), new CodeSymbolsTool(), .. GitTools.All(), new GitCommitTool(),
                new ShellRunTool(ShellOptions.Default), fetch,
        ];
        return [.. tools.Select(tool => new RecordingTool(tool.Description, _ran))];
    }

    private IEnumerable<ITool> Public()
    {
        foreach (var name in new[] { "filesystem", "memory", "everything" })
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"public-servers.{name}.json")!;
            using var published = JsonDocument.Parse(stream);
            foreach (var tool in published.RootElement.GetProperty("tools").EnumerateArray())
            {
                var schema = SinkMarks.Mark(tool.GetProperty("inputSchema"), name == "filesystem" ? Paths : new Dictionary<string, string>());
                yield return new RecordingTool(
                    new ToolDescription($"{name}.{tool.GetProperty("name").GetString()}",
                    "Published by a public server.", schema)
                    { Origin = $"MCP server {name}" }, _ran);
            }
        }
    }

    private sealed class RecordingTool(ToolDescription description, ConcurrentBag<string> ran) : ITool
    {
        public ToolDescription Description { get; } = description;

        public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
        {
            ran.Add(arguments.GetRawText());
            return ValueTask.FromResult(JsonElement.Parse("{}"));
        }
    }
}
