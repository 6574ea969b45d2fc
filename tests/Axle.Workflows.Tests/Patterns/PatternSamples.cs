using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Ports;
using Axle.Workflows.Tests.Definition;

namespace Axle.Workflows.Tests.Patterns;

/// <summary>The files of <c>samples/patterns</c>, and what they use of each other.</summary>
internal sealed class PatternSamples : IWorkflowLibrary
{
    public static string Folder { get; } = Path.Combine(Repository.Folder, "samples", "patterns");

    /// <summary>Names of all samples, those in sub-folders not counted: they are only used.</summary>
    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.yaml").Select(static f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.yaml")).ReplaceLineEndings("\n");

    public static Workflow Read(string name)
    {
        var reading = WorkflowReader.Read(Text(name), $"samples/patterns/{name}.yaml");
        return reading.Workflow ?? throw new InvalidOperationException(string.Join("; ", reading.Faults));
    }

    public Workflow? Find(string name, Workflow user) =>
        name.StartsWith("./", StringComparison.Ordinal) ? Read(Path.ChangeExtension(name[2..], null)) : null;
}
