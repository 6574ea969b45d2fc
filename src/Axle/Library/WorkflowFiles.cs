using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;

namespace Axle.Library;

/// <summary>Reads workflow files, each anew only when it changed, and remembers which file a workflow came from.</summary>
internal sealed class WorkflowFiles
{
    // Far above what the reader takes: enough for it to say how large the file is, and not enough to fill the memory.
    private const long LargestRead = 16 * 1024 * 1024;
    private readonly ConcurrentDictionary<string, (DateTime ChangedAt, WorkflowReading Reading)> _read = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<Workflow, string> _origins = [];

    /// <summary>Reads a file.</summary>
    /// <param name="path">Absolute path of a file that exists.</param>
    /// <param name="shown">The path as faults show it.</param>
    /// <exception cref="AxleException">Validation: it cannot be read, or is far too large.</exception>
    public WorkflowReading Read(string path, string shown)
    {
        try
        {
            var changedAt = File.GetLastWriteTimeUtc(path);
            if (_read.TryGetValue(path, out var known) && known.ChangedAt == changedAt)
                return known.Reading;
            var reading = WorkflowReader.Read(ReadBytes(path, shown), shown);
            if (reading.Workflow is { } workflow)
                NoteOrigin(workflow, path);
            _read[path] = (changedAt, reading);
            return reading;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new AxleException(ErrorKind.Validation, $"{shown} cannot be read: {fault.Message} Check the file's permissions.", fault);
        }
    }

    public void NoteOrigin(Workflow workflow, string path) => _origins.AddOrUpdate(workflow, path);

    /// <summary>The file that a workflow came from; null when it came from none.</summary>
    public string? OriginOf(Workflow workflow) => _origins.TryGetValue(workflow, out var path) ? path : null;

    private static byte[] ReadBytes(string path, string shown)
    {
        using var file = File.OpenRead(path);
        if (file.Length > LargestRead)
            throw new AxleException(ErrorKind.Validation, $"{shown} has more than {LargestRead / 1024 / 1024} MiB, so it is no workflow. Name a workflow file.");
        var bytes = new byte[64 * 1024];
        using var whole = new MemoryStream();
        int count;
        // A file that never ends has a length of 0.
        while (whole.Length <= LargestRead && (count = file.Read(bytes)) > 0)
            whole.Write(bytes, 0, count);
        return whole.Length <= LargestRead
            ? whole.ToArray()
            : throw new AxleException(ErrorKind.Validation, $"{shown} has more than {LargestRead / 1024 / 1024} MiB, so it is no workflow. Name a workflow file.");
    }
}
