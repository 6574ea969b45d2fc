using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Files;

/// <summary><c>files.list</c>: what is in a folder. Links are named and not followed.</summary>
public sealed class FilesListTool : ITool
{
    private const int MostListed = 200;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "files.list", "Lists the files and folders in one folder of the workspace.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "path": { "type": "string", "format": "workspace-path", "default": ".", "description": "The folder, relative to the workspace." },
                "most": { "type": "integer", "minimum": 1, "maximum": 5000, "default": 200, "x-axle-clamp": true, "description": "Most entries to list." }
              },
              "additionalProperties": false
            }
            """));

    /// <inheritdoc/>
    public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var path = SourceSelection.Text(arguments, "path") ?? ".";
        var place = new DirectoryInfo(WorkspacePaths.Resolve(context.Workspace, path));
        if (!place.Exists)
        {
            throw new AxleException(ErrorKind.NotFound, $"There is no folder '{path}' in the workspace.");
        }

        var most = SourceSelection.Number(arguments, "most", MostListed);
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };
        var entries = place.EnumerateFileSystemInfos("*", options).Take(most + 1).Select(EntryOf).OrderBy(static e => e.Name, StringComparer.Ordinal).ToList();
        return ValueTask.FromResult(FindingJson.ToElement(new Folder(path, [.. entries.Take(most)], entries.Count > most)));
    }

    private static Entry EntryOf(FileSystemInfo entry) => entry switch
    {
        _ when entry.Attributes.HasFlag(FileAttributes.ReparsePoint) => new Entry(entry.Name, "link", null),
        FileInfo file => new Entry(file.Name, "file", file.Length),
        _ => new Entry(entry.Name, "folder", null),
    };

    private sealed record Folder(string Path, IReadOnlyList<Entry> Entries, bool More);

    private sealed record Entry(string Name, string Kind, long? Bytes);
}
