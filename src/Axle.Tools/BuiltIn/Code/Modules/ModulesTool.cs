using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Code.Modules;

/// <summary>Builds the graph of modules from imports and finds its cycles and hubs.</summary>
public sealed class ModulesTool : ITool
{
    private const int MostModules = 500;
    private const int MostEdges = 3000;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "code.modules", "Builds the graph of modules from imports, includes and project references: fan-in, fan-out, instability, cycles as paths, hubs.", ToolSchema.Of());

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var tree = await SourceTree.LoadAsync(context.Workspace, null, cancellationToken);
        var selection = SourceSelection.Pick(
            tree, SourceSelection.Text(arguments, "path"),
                SourceRoles.Generated | SourceRoles.Vendored | SourceRoles.Example | SourceRoles.Test, f => f.Language is { IsCode: true });
        var building = new ModuleBuilding(tree, selection.Files);
        building.Run(cancellationToken);

        var files = building.Files;
        var modules = building.Modules;
        var fanIn = modules.Edges.GroupBy(e => e.To).ToDictionary(g => g.Key, g => g.Count());
        var facts = building.Facts(fanIn).OrderByDescending(m => m.FanIn + m.FanOut).ThenBy(m => m.Name, StringComparer.Ordinal).ToList();
        var fileCycles = files.Cycles(ImportStrength.Load);
        var moduleCycles = modules.Cycles(ImportStrength.Late);
        var findings = ModuleRules.Check(building, fileCycles, moduleCycles).ToList();
        var summary = new ModuleSummary(
            selection.Files.Count, selection.Skipped, building.Imports, building.Internal, modules.Nodes.Count, modules.Edges.Count(),
                fileCycles.Count, moduleCycles.Count);
        return FindingJson.ToElement(new ModuleReport(
            summary, [.. facts.Take(MostModules)],
            [.. modules.Edges.OrderByDescending(e => e.Edge.Count).Take(MostEdges).Select(e => new ModuleEdgeFact(e.From, e.To, e.Edge.Count))],
            [.. fileCycles.Select(c => (IReadOnlyList<string>)files.ShortestCycle(c, ImportStrength.Load)),
                .. moduleCycles.Select(c => (IReadOnlyList<string>)modules.ShortestCycle(c, ImportStrength.Late))],
            FindingOrder.Worst(findings, SourceSelection.Number(arguments, "maxFindings", ToolSchema.Findings))));
    }
}
