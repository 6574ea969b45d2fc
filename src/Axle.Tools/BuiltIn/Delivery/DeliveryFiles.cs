using Axle.Tools.BuiltIn.Documents;
using Axle.Tools.BuiltIn.Sources;

namespace Axle.Tools.BuiltIn.Delivery;

/// <summary>The workspace's files as a planner asks for them: own files only, nearest to the root first.</summary>
internal sealed class DeliveryFiles
{
    private readonly List<SourceFile> _files;

    public DeliveryFiles(SourceTree tree)
    {
        Root = tree.Root;
        _files = [.. tree.Files.Where(f => !f.IsVendored && !f.IsGenerated).OrderBy(f => f.Path.Count(c => c == '/'))
            .ThenBy(f => f.Path, StringComparer.Ordinal)];
    }

    public string Root { get; }

    /// <summary>Files with one of the names, without tests and examples.</summary>
    public IEnumerable<SourceFile> Named(params string[] names) =>
        _files.Where(f => names.Contains(f.Name, StringComparer.OrdinalIgnoreCase) && !f.IsTest && !f.IsExample);

    public IEnumerable<SourceFile> Ending(string ending) => _files.Where(f => f.Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public bool Has(string path) => _files.Exists(f => f.Path == path);

    /// <summary>A script of a package.json that is there and does something; npm's own placeholder does not count.</summary>
    public IEnumerable<(SourceFile File, string Script)> NodeScripts(params string[] names)
    {
        foreach (var file in Named("package.json"))
        {
            var scripts = JsonLines.Read(file.Text)?["scripts"];
            var found = Array.Find(names, n => scripts?.TextOf(n) is { Length: > 0 } text &&
                !text.Contains("no test specified", StringComparison.Ordinal));
            if (found is not null)
                yield return (file, found);
        }
    }

    /// <summary>The first Makefile with one of the targets.</summary>
    public IEnumerable<(SourceFile File, string Target)> MakeTargets(params string[] names)
    {
        foreach (var file in Named("Makefile", "GNUmakefile"))
        {
            var found = Array.Find(names, n => file.Text.StartsWith(n + ":", StringComparison.Ordinal) ||
                file.Text.Contains("\n" + n + ":", StringComparison.Ordinal));
            if (found is not null)
                yield return (file, found);
        }
    }

    /// <summary>YAML files that hold Kubernetes objects, with the kinds and names in them.</summary>
    public IEnumerable<(SourceFile File, IReadOnlyList<(string Kind, string Name)> Objects)> Kubernetes()
    {
        foreach (var file in _files
            .Where(f => f.Language?.Id is "yaml" && !f.IsTest && !f.IsExample &&
            f.Text.Contains("apiVersion:", StringComparison.Ordinal) && f.Text.Contains("kind:", StringComparison.Ordinal)))
        {
            var objects = YamlLines.Read(file.Text).Where(d => d["apiVersion"] is not null && d["metadata"] is not null)
                .Select(d => (d.TextOf("kind") ?? "", d.Find("metadata", "name")?.Text ?? "")).ToList();
            if (objects.Count > 0)
                yield return (file, objects);
        }
    }
}
