using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Files;

/// <summary><c>files.move</c>: a file or folder to another place that is free. A person is asked.</summary>
public sealed class FilesMoveTool : ITool
{
    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "files.move", "Moves or renames a file or folder of the workspace; the new place must be free.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "from": { "type": "string", "format": "workspace-path", "description": "What to move, relative to the workspace." },
                "to": { "type": "string", "format": "workspace-path", "description": "Its new path, relative to the workspace." }
              },
              "required": ["from", "to"],
              "additionalProperties": false
            }
            """),
        ToolEffect.World)
    {
        Approval = new ToolApproval("May this file or folder be moved?") { Editable = ["to"] },
    };

    /// <inheritdoc/>
    public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var (from, to) = (arguments.GetProperty("from").GetString()!, arguments.GetProperty("to").GetString()!);
        var (source, target) = (WorkspaceFiles.Writable(context, from), WorkspaceFiles.Writable(context, to));
        // Moved already when the call came twice; who gave a wrong name is told so by the same words.
        if (!Path.Exists(source) && Path.Exists(target))
        {
            return ValueTask.FromResult(FindingJson.ToElement(new FileChange(
                to, false, "unchanged", $"There is no '{from}', and '{to}' exists: it was moved already, or the name is not right.")));
        }

        if (!Path.Exists(source))
        {
            throw new AxleException(ErrorKind.NotFound, $"There is no '{from}' in the workspace.");
        }

        if (Path.Exists(target))
        {
            throw new AxleException(ErrorKind.Validation, $"'{to}' exists already; choose a free place.");
        }

        if (context.Apply)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Directory.Move(source, target);
        }

        return ValueTask.FromResult(FindingJson.ToElement(FileChange.Of(to, context.Apply, "moved", $"From '{from}'.")));
    }
}
