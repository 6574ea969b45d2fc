using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Files;

/// <summary><c>files.write</c>: a whole text file, new or in place of an old one.</summary>
public sealed class FilesWriteTool : ITool
{
    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "files.write", "Writes a whole text file of the workspace; an existing one is replaced only when that is asked for.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "path": { "type": "string", "format": "workspace-path", "description": "The file, relative to the workspace." },
                "text": { "type": "string", "maxLength": 200000, "description": "The whole new text." },
                "replace": { "type": "boolean", "default": false, "description": "Whether an existing file may be replaced." },
                "expectedHash": { "type": "string", "pattern": "^[0-9a-f]{64}$",
                  "description": "The hash that files.read gave; a file that has changed since is not replaced." }
              },
              "required": ["path", "text"],
              "additionalProperties": false
            }
            """),
        ToolEffect.World);

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var path = arguments.GetProperty("path").GetString()!;
        var text = arguments.GetProperty("text").GetString()!;
        var place = WorkspaceFiles.Writable(context, path);
        var before = File.Exists(place) ? await WorkspaceFiles.ReadAsync(place, path, cancellationToken) : null;
        if (before == text)
        {
            return FindingJson.ToElement(new FileChange(path, true, "unchanged", "The file has this text already."));
        }

        if (before is not null && !SourceSelection.Flag(arguments, "replace", false))
        {
            throw new AxleException(ErrorKind.Validation, $"'{path}' exists. Set 'replace' to true, or change parts of it with files.edit.");
        }

        if (SourceSelection.Text(arguments, "expectedHash") is { } expected && (before is null || WorkspaceFiles.Hash(before) != expected))
        {
            throw new AxleException(
                ErrorKind.Validation, before is null ? $"'{path}' was removed since it was read." : $"'{path}' has changed since it was read. Read it again.");
        }

        if (context.Apply)
        {
            await WorkspaceFiles.WriteAsync(place, text, cancellationToken);
        }

        return FindingJson.ToElement(FileChange.Of(path, context.Apply, before is null ? "created" : "replaced", $"{text.Length} characters."));
    }
}
