using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Sources;

namespace Axle.Tools.BuiltIn.Code.Modules;

/// <summary>Builds the graph of files and the graph of modules of a workspace.</summary>
internal sealed partial class ModuleBuilding(SourceTree tree, IReadOnlyList<SourceFile> files)
{
    /// <summary>Files that import files; only languages where an import means a file.</summary>
    public ModuleGraph Files { get; } = new();

    /// <summary>Modules that import modules.</summary>
    public ModuleGraph Modules { get; } = new();

    public int Imports { get; private set; }

    public int Internal { get; private set; }

    /// <summary>The files by path.</summary>
    public IReadOnlyDictionary<string, SourceFile> ByPath { get; } = files.ToDictionary(f => f.Path, StringComparer.Ordinal);

    /// <summary>The module of a file: its namespace or package where the language declares one, otherwise its folder.</summary>
    public static string ModuleOf(SourceFile file) =>
        file.Language?.Id is "csharp" or "java" or "kotlin" or "scala" or "groovy" && ModuleResolver.Namespace(file) is { Length: > 0 } name ? name
        : file.Folder.Length == 0 ? "." : file.Folder;

    public void Run(CancellationToken cancellationToken)
    {
        var resolver = new ModuleResolver(tree, files);
        var imports = new IReadOnlyList<ImportFact>[files.Count];
        string[] modules = new string[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, i =>
        {
            imports[i] = ImportScanner.Scan(files[i]);
            modules[i] = ModuleOf(files[i]);
        });
        var moduleOf = files.Zip(modules).ToDictionary(p => p.First.Path, p => p.Second);
        for (int i = 0; i < files.Count; i++)
        {
            Modules.AddNode(modules[i]);
            foreach (var import in imports[i])
            {
                Imports++;
                Add(files[i], import, resolver.Resolve(files[i], import), moduleOf);
            }
        }

        AddProjects();
    }

    /// <summary>The modules with their numbers.</summary>
    public IEnumerable<ModuleFact> Facts(Dictionary<string, int> fanIn)
    {
        var members = files.GroupBy(ModuleOf).ToDictionary(g => g.Key, g => (Files: g.Count(), Lines: g.Sum(f => f.LineCount)));
        foreach (string module in Modules.Nodes)
        {
            int into = fanIn.GetValueOrDefault(module);
            int outOf = Modules.From(module, ImportStrength.TypesOnly).Count();
            var (count, lines) = members.GetValueOrDefault(module);
            yield return new ModuleFact(module, count, lines, into, outOf, into + outOf == 0 ? 0 : Math.Round((double)outOf / (into + outOf), 2));
        }
    }

    private void Add(SourceFile from, ImportFact import, IEnumerable<SourceFile> targets, Dictionary<string, string> moduleOf)
    {
        bool any = false;
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            any = true;
            var edge = new ModuleEdge(from.Path, import.Line, import.Strength);
            // One import of a namespace leads to each of its files and is still one import.
            if (reached.Add(moduleOf[target.Path]))
            {
                Modules.AddEdge(moduleOf[from.Path], moduleOf[target.Path], edge);
            }

            if (from.Language!.Id is not ("csharp" or "go" or "elixir"))
            {
                Files.AddEdge(from.Path, target.Path, edge);
            }
        }

        Internal += any ? 1 : 0;
    }

    private void AddProjects()
    {
        foreach (var project in tree.Files.Where(f => f.Name.EndsWith("proj", StringComparison.Ordinal) && f.Language?.Id == "xml" && !f.IsTest))
        {
            foreach (Match match in ProjectReference().Matches(project.Text))
            {
                string name = Path.GetFileNameWithoutExtension(match.Groups[1].Value.Replace('\\', '/'));
                Modules.AddEdge("project " + Path.GetFileNameWithoutExtension(project.Name), "project " + name,
                    new ModuleEdge(project.Path, project.LineAt(match.Index), ImportStrength.Load));
            }
        }
    }

    [GeneratedRegex("<ProjectReference\\s[^>]*?Include=\"([^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex ProjectReference();
}
