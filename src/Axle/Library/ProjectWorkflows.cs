using System.Collections.Immutable;
using Axle.Agents.BuiltIn;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Ports;

namespace Axle.Library;

/// <summary>
/// The workflows that a project knows by name: those its host added, those in <c>.axle/workflows</c>, and those that ship with Axle; the first
/// that fits is taken. Paths count from the file of the workflow that uses them.
/// </summary>
public sealed class ProjectWorkflows : IWorkflowLibrary
{
    /// <summary>Where a project keeps its workflows, below its directory.</summary>
    public const string Folder = ".axle/workflows";

    private const int MostFiles = 1000;
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];
    private readonly string _directory;
    private readonly ImmutableArray<Workflow> _registered;
    private readonly WorkflowFiles _files = new();

    /// <summary>Knows the workflows of a project.</summary>
    /// <param name="directory">The project's directory; absolute.</param>
    /// <param name="registered">Workflows that the host adds.</param>
    public ProjectWorkflows(string directory, IEnumerable<Workflow>? registered = null)
    {
        _directory = directory;
        _registered = [.. registered ?? []];
    }

    /// <summary>Names of the workflows that ship with Axle.</summary>
    public static IReadOnlyList<string> BuiltIn => BuiltInLibrary.Names("workflows", ".yaml");

    /// <summary>Names of all workflows there are; files that cannot be read have the name of the file.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. _registered.Select(static w => w.Name)
            .Concat(InFolder().Select(static f => f.Reading.Workflow?.Name ?? Path.GetFileNameWithoutExtension(f.Path)))
            .Concat(BuiltIn)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The files of <see cref="Folder"/>, by name; at most 1,000.</summary>
    public IReadOnlyList<WorkflowFile> InFolder()
    {
        var folder = Path.Combine(_directory, Folder);
        if (!Directory.Exists(folder))
            return [];
        return
        [
            .. Directory.EnumerateFiles(folder).Where(static f => Endings.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal).Take(MostFiles).Select(path => ReadFile(path, $"{Folder}/{Path.GetFileName(path)}")),
        ];
    }

    /// <summary>Reads a file, and remembers that its workflow came from there.</summary>
    /// <param name="path">Absolute path of a file that exists.</param>
    /// <param name="shown">The path as faults show it.</param>
    /// <exception cref="AxleException">Validation: it cannot be read at all.</exception>
    public WorkflowFile ReadFile(string path, string shown) => new(path, _files.Read(path, shown));

    /// <summary>Says that a workflow, for example a changed copy of one, belongs to a file: paths that it uses count from there.</summary>
    public void NoteOrigin(Workflow workflow, Workflow like)
    {
        if (_files.OriginOf(like) is { } path)
            _files.NoteOrigin(workflow, path);
    }

    /// <summary>Finds a workflow by name.</summary>
    /// <param name="reference">Name, or <c>name@version</c>. Of several versions a name alone means the newest.</param>
    /// <returns>The file, faulty ones too when they have that name; null when there is none.</returns>
    public WorkflowFile? FindByName(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        var (name, version) = at < 0 ? (reference, null) : (reference[..at], reference[(at + 1)..]);
        var registered = _registered.Select(static w => new WorkflowFile($"host/{w.Name}", new WorkflowReading(w, [])));
        var found = registered.Concat(InFolder()).Where(Fits).ToArray();
        if (found.Length > 0)
            return found.MaxBy(static f => f.Reading.Workflow?.Version, VersionOrder.Instance);
        return FromLibrary(name) is { } builtIn && (version is null || builtIn.Reading.Workflow?.Version == version) ? builtIn : null;

        bool Fits(WorkflowFile file) => file.Reading.Workflow is { } workflow
            ? string.Equals(workflow.Name, name, StringComparison.Ordinal) && (version is null || workflow.Version == version)
            : string.Equals(Path.GetFileNameWithoutExtension(file.Path), name, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public Workflow? Find(string name, Workflow user)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!name.StartsWith('.'))
            return FindByName(name)?.Reading.Require();
        var folder = _files.OriginOf(user) is { } origin ? Path.GetDirectoryName(origin)! : _directory;
        var path = Path.GetFullPath(name, folder);
        return File.Exists(path) ? ReadFile(path, name).Reading.Require() : null;
    }

    private static WorkflowFile? FromLibrary(string name)
    {
        if (!BuiltIn.Contains(name, StringComparer.OrdinalIgnoreCase))
            return null;
        var file = $"workflows/{name.ToLowerInvariant()}.yaml";
        return new WorkflowFile($"library/{file}", WorkflowReader.Read(BuiltInLibrary.Read(file), $"library/{file}"));
    }
}
