using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Code.Modules;

/// <summary>When the graph is worth a finding: cycles, files that much depends on and that depend on much, modules that hold most of the code.</summary>
internal static class ModuleRules
{
    private const int Hub = 15;
    private const int LongestPath = 8;

    public static IEnumerable<Finding> Check(ModuleBuilding building, List<List<string>> fileCycles, List<List<string>> moduleCycles)
    {
        foreach (var group in fileCycles)
        {
            yield return FileCycle(building, group);
        }

        foreach (var group in moduleCycles.Where(g => g.All(IsDeclared) && building.Modules.Nodes.Count > 2))
        {
            yield return ModuleCycle(building, group);
        }

        var fanIn = building.Files.Edges.GroupBy(e => e.To).ToDictionary(g => g.Key, g => g.Count());
        foreach (string file in building.Files.Nodes)
        {
            int into = fanIn.GetValueOrDefault(file);
            int outOf = building.Files.From(file, ImportStrength.TypesOnly).Count();
            if (into >= Hub && outOf >= Hub)
            {
                yield return new Finding("modules.hub", into + outOf >= 4 * Hub ? Severity.Medium : Severity.Low, 0.85, file, 1, 1,
                    $"{into} files import this file and it imports {outOf} files.", "A change to almost anything reaches it, and a change to it reaches almost everything.",
                    "Split it by its users, or turn the dependencies on it into an interface that it implements.", building.ByPath[file].Language?.Id);
            }
        }
    }

    // Folder cycles of languages whose imports mean files are shown by their file cycles; packages and namespaces have no others.
    private static bool IsDeclared(string module) =>
        module.StartsWith("project ", StringComparison.Ordinal)
            || (module.Contains('.', StringComparison.Ordinal) && !module.Contains('/', StringComparison.Ordinal) && module != ".");

    private static Finding FileCycle(ModuleBuilding building, List<string> group)
    {
        var path = building.Files.ShortestCycle(group, ImportStrength.Load);
        var edge = building.Files.Edge(path[^2], path[^1]);
        string? language = building.ByPath[edge.File].Language?.Id;
        bool elided = language is "typescript" or "vue" or "svelte";
        bool harmless = language is "rust" or "java" or "kotlin" or "scala" or "swift" or "dart" or "php" or "haskell";
        return new Finding("modules.file-cycle", elided || harmless ? Severity.Low : Severity.Medium, elided ? 0.7 : 0.9, edge.File, edge.Line, edge.Line,
            $"Import cycle of {group.Count} files: {Print(path)}.",
            elided ? "None of these files can be understood, tested or moved without the others; where values and not only types are imported, load order decides what is defined."
            : harmless ? "None of these files can be understood, tested or moved without the others."
            : "None of these files can be loaded or tested without the others, and load order decides what is defined when.",
            $"Move what '{Name(path[^1])}' and '{Name(path[^2])}' both need into a file that imports neither.", language);
    }

    private static Finding ModuleCycle(ModuleBuilding building, List<string> group)
    {
        var path = building.Modules.ShortestCycle(group, ImportStrength.Late);
        var (from, to) = path.Zip(path.Skip(1)).MinBy(step => building.Modules.Edge(step.First, step.Second).Count);
        var edge = building.Modules.Edge(from, to);
        return new Finding("modules.cycle", Severity.Low, 0.9, edge.File, edge.Line, edge.Line,
            group.Count == path.Count - 1 ? $"Cycle of {group.Count} modules: {Print(path)}." : $"{group.Count} modules depend on each other in rings; a shortest one: {Print(path)}.",
            "The modules form one lump: none can be reused, tested or released without the others.",
            $"Break the weakest edge: '{from}' uses '{to}' in {edge.Count} import{(edge.Count == 1 ? "" : "s")}. Move the shared types down or invert it with an interface.",
            building.ByPath.GetValueOrDefault(edge.File)?.Language?.Id);
    }

    private static string Print(List<string> path) =>
        path.Count <= LongestPath ? string.Join(" → ", path) : string.Join(" → ", path.Take(LongestPath - 2)) + $" → … ({path.Count - LongestPath + 1} more) → " + path[^1];

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];
}
