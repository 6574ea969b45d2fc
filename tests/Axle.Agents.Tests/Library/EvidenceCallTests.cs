using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Library;
using Axle.Agents.Tests.Support;
using Axle.Tools.Contract;

namespace Axle.Agents.Tests.Library;

public sealed class EvidenceCallTests
{
    private static readonly ToolCatalog Catalog = new(RealTools.All);

    private static readonly IReadOnlyList<(string Owner, string Tool, JsonElement With)> Calls =
    [
        .. AgentLibrary.BuiltIn().Agents.SelectMany(agent => agent.Actions.SelectMany(action => action.Evidence
            .Select(call => ($"{agent.Id}/{action.Name}", call.Tool, call.With))
            .Concat(action.Publishes is { } publisher ? [($"{agent.Id}/{action.Name}", publisher, JsonElement.Parse("{}"))] : []))),
    ];

    [Fact]
    public void Every_tool_that_an_agent_uses_is_there() =>
        Calls.Where(call => !Catalog.TryGet(call.Tool, out _)).Select(call => call.Tool).Distinct().ShouldBeEmpty();

    [Fact]
    public void Every_evidence_call_fits_the_parameters_of_its_tool()
    {
        var place = new ToolContext(Path.GetTempPath(), false, "test", TimeProvider.System);
        var none = JsonElement.Parse("{}");
        var whole = JsonElement.Parse("""{"path":"src","focus":"all"}""");
        foreach (var (owner, tool, with) in Calls.Where(call => Catalog.TryGet(call.Tool, out _)))
        {
            Should.NotThrow(() => Catalog.Check(tool, InputReference.Fill(with, none), place), $"{owner} → {tool}");
            Should.NotThrow(() => Catalog.Check(tool, InputReference.Fill(with, whole), place), $"{owner} → {tool}");
        }
    }
}
