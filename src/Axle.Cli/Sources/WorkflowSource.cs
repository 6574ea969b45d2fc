using Axle.Cli.Hosting;
using Axle.Library;
using Axle.Schemas;
using Axle.Workflows.Definition.Reading;

namespace Axle.Cli.Sources;

/// <summary>A workflow as it is named on the command line: a file, or the name of one that the project or Axle's library has.</summary>
internal static class WorkflowSource
{
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    /// <summary>Reads it. Faults of the file are in the result.</summary>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.NotFound"/>: there is no such file and no such workflow. <see cref="ErrorKind.Validation"/>: the file cannot be read.
    /// </exception>
    public static WorkflowReading Read(string name, ProjectWorkflows workflows, Outside outside)
    {
        var path = outside.FullPath(name);
        if (File.Exists(path))
            return workflows.ReadFile(path, name).Reading;
        return (workflows.FindByName(name) ?? throw new AxleException(ErrorKind.NotFound, Missing(name, path, workflows))).Reading;
    }

    private static string Missing(string name, string path, ProjectWorkflows workflows)
    {
        if (Directory.Exists(path))
            return $"'{name}' is a directory. Name a workflow file in it.";
        if (Endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) || name.Contains('/', StringComparison.Ordinal))
            return $"There is no file '{name}'. Check the path; it counts from the current directory.";
        return NearestName.Find(name, workflows.Names) is { } nearest
            ? $"There is no file and no workflow '{name}'. Did you mean '{nearest}'?"
            : $"There is no file and no workflow '{name}'. {ProjectWorkflows.Folder} and the library have: {string.Join(", ", workflows.Names)}.";
    }
}
