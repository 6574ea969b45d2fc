using Axle.Agents.BuiltIn;
using Axle.Cli.Hosting;
using Axle.Schemas;
using Axle.Workflows.Definition.Reading;

namespace Axle.Cli.Sources;

/// <summary>A workflow as it is named on the command line: a file, or one of the library.</summary>
internal static class WorkflowSource
{
    // Far above what the reader takes: enough for it to say how large the file is, and not enough to fill the memory.
    private const long LargestRead = 16 * 1024 * 1024;
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    /// <summary>Names of the library's workflows.</summary>
    public static IReadOnlyList<string> LibraryNames => BuiltInLibrary.Names("workflows", ".yaml");

    /// <summary>Reads it. Faults of the file are in the result.</summary>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.NotFound"/>: there is no such file and no such workflow. <see cref="ErrorKind.Validation"/>: the file cannot be read.
    /// </exception>
    public static WorkflowReading Read(string name, Outside outside)
    {
        var path = outside.FullPath(name);
        if (File.Exists(path))
            return WorkflowReader.Read(ReadBytes(path, name), name);
        if (LibraryNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            return WorkflowReader.Read(BuiltInLibrary.Read($"workflows/{name.ToLowerInvariant()}.yaml"), $"library/workflows/{name.ToLowerInvariant()}.yaml");
        throw new AxleException(ErrorKind.NotFound, Missing(name, path));
    }

    private static byte[] ReadBytes(string path, string name)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[64 * 1024];
            using var whole = new MemoryStream();
            int count;
            while ((count = file.Read(bytes)) > 0)
            {
                whole.Write(bytes, 0, count);
                if (whole.Length > LargestRead)
                    throw new AxleException(ErrorKind.Validation, $"{name} has more than {LargestRead / 1024 / 1024} MiB, so it is no workflow. Name a workflow file.");
            }

            return whole.ToArray();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new AxleException(ErrorKind.Validation, $"{name} cannot be read: {fault.Message} Check the file's permissions.", fault);
        }
    }

    private static string Missing(string name, string path)
    {
        if (Directory.Exists(path))
            return $"'{name}' is a directory. Name a workflow file in it.";
        var library = $"The library has: {string.Join(", ", LibraryNames)}.";
        if (Endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) || name.Contains('/', StringComparison.Ordinal))
            return $"There is no file '{name}'. Check the path; it counts from the current directory.";
        return NearestName.Find(name, LibraryNames) is { } nearest
            ? $"There is no file and no library workflow '{name}'. Did you mean '{nearest}'?"
            : $"There is no file and no library workflow '{name}'. {library}";
    }
}
