using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Files;

/// <summary><c>files.delete</c>: one file or an empty folder. A person is asked.</summary>
public sealed class FilesDeleteTool : ITool
{
    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "files.delete", "Deletes one file or one empty folder of the workspace.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": { "path": { "type": "string", "format": "workspace-path", "description": "What to delete, relative to the workspace." } },
              "required": ["path"],
              "additionalProperties": false
            }
            """),
        ToolEffect.World)
    {
        Approval = new ToolApproval("May this file or empty folder be deleted?"),
    };

    /// <inheritdoc/>
    public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var path = arguments.GetProperty("path").GetString()!;
        var place = WorkspaceFiles.Writable(context, path);
        if (!Path.Exists(place))
        {
            return ValueTask.FromResult(FindingJson.ToElement(new FileChange(path, true, "unchanged", "There is nothing of that name.")));
        }

        if (Directory.Exists(place) && Directory.EnumerateFileSystemEntries(place).Any())
        {
            throw new AxleException(ErrorKind.Refused, $"'{path}' is a folder that is not empty; delete what is in it first.");
        }

        if (context.Apply && Directory.Exists(place))
        {
            Directory.Delete(place);
        }
        else if (context.Apply)
        {
            File.Delete(place);
        }

        return ValueTask.FromResult(FindingJson.ToElement(FileChange.Of(path, context.Apply, "deleted", "Gone.")));
    }
}
