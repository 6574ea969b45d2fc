using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Code.Modules;

/// <summary>The result of <c>code.modules</c>.</summary>
/// <param name="Summary">Numbers over the graph.</param>
/// <param name="Modules">Folders, packages, namespaces and projects.</param>
/// <param name="Edges">Which module imports which.</param>
/// <param name="Cycles">Cycles, each as a path that ends where it starts.</param>
/// <param name="Findings">Cycles, hubs and oversized modules.</param>
public sealed record ModuleReport(
    ModuleSummary Summary, IReadOnlyList<ModuleFact> Modules, IReadOnlyList<ModuleEdgeFact> Edges,
        IReadOnlyList<IReadOnlyList<string>> Cycles, IReadOnlyList<Finding> Findings);

/// <summary>Numbers over the graph.</summary>
/// <param name="FilesAnalysed">Files whose imports were read.</param>
/// <param name="FilesSkipped">Files left out, by reason.</param>
/// <param name="Imports">Imports read.</param>
/// <param name="InternalImports">Imports that mean a file of the workspace.</param>
/// <param name="Modules">Modules.</param>
/// <param name="ModuleEdges">Edges between modules.</param>
/// <param name="FileCycles">Groups of files that import each other in a circle when they are loaded.</param>
/// <param name="ModuleCycles">Groups of modules that need each other in a circle.</param>
public sealed record ModuleSummary(
    int FilesAnalysed, IReadOnlyDictionary<SkipReason, int> FilesSkipped, int Imports, int InternalImports, int Modules, int ModuleEdges,
        int FileCycles, int ModuleCycles);

/// <summary>One module.</summary>
/// <param name="Name">Folder, package, namespace or project.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Lines">Lines in it.</param>
/// <param name="FanIn">Modules that import it.</param>
/// <param name="FanOut">Modules that it imports.</param>
/// <param name="Instability">FanOut / (FanIn + FanOut) after R. C. Martin, 0 (all depend on it) to 1 (depends on all); 0 without edges.</param>
public sealed record ModuleFact(string Name, int Files, int Lines, int FanIn, int FanOut, double Instability);

/// <summary>One edge between modules.</summary>
/// <param name="From">The importing module.</param>
/// <param name="To">The imported module.</param>
/// <param name="Imports">How many imports make it.</param>
public sealed record ModuleEdgeFact(string From, string To, int Imports);
