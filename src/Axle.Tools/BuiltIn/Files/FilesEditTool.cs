using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Files;

/// <summary><c>files.edit</c>: exact replacements in a text file, all of them or none.</summary>
public sealed class FilesEditTool : ITool
{
    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "files.edit", "Replaces exact pieces of a text file; each old piece must occur exactly once, and all replacements are made or none.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "path": { "type": "string", "format": "workspace-path", "description": "The file, relative to the workspace." },
                "edits": {
                  "type": "array", "minItems": 1, "maxItems": 100,
                  "items": {
                    "type": "object",
                    "properties": {
                      "old": { "type": "string", "minLength": 1, "description": "The piece as it stands in the file, blanks and line ends included." },
                      "new": { "type": "string", "description": "What to put in its place." }
                    },
                    "required": ["old", "new"],
                    "additionalProperties": false
                  }
                },
                "expectedHash": { "type": "string", "pattern": "^[0-9a-f]{64}$",
                  "description": "The hash that files.read gave; a file that has changed since is not edited." }
              },
              "required": ["path", "edits"],
              "additionalProperties": false
            }
            """),
        ToolEffect.World)
    {
        // A piece may stand in what replaces it: done twice is not done once.
        Idempotent = false,
    };

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var path = arguments.GetProperty("path").GetString()!;
        WorkspaceFiles.Existing(context, path);
        var place = WorkspaceFiles.Writable(context, path);
        var text = await WorkspaceFiles.ReadAsync(place, path, cancellationToken);
        if (SourceSelection.Text(arguments, "expectedHash") is { } expected && WorkspaceFiles.Hash(text) != expected)
        {
            throw new AxleException(ErrorKind.Validation, $"'{path}' has changed since it was read. Read it again.");
        }

        var edits = arguments.GetProperty("edits").EnumerateArray().ToList();
        foreach (var (index, edit) in edits.Index())
        {
            text = Replace(text, edit.GetProperty("old").GetString()!, edit.GetProperty("new").GetString()!, index, path);
        }

        if (context.Apply)
        {
            await WorkspaceFiles.WriteAsync(place, text, cancellationToken);
        }

        return FindingJson.ToElement(FileChange.Of(path, context.Apply, "edited", $"{edits.Count} replaced. The hash is now {WorkspaceFiles.Hash(text)}."));
    }

    private static string Replace(string text, string old, string with, int index, string path)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        if (at < 0)
        {
            throw new AxleException(ErrorKind.Validation,
                $"/edits/{index}/old does not occur in '{path}', nothing was changed. Copy the piece from files.read, blanks included.");
        }

        return text.IndexOf(old, at + 1, StringComparison.Ordinal) >= 0
            ? throw new AxleException(ErrorKind.Validation,
                $"/edits/{index}/old occurs more than once in '{path}', nothing was changed. Take more lines around it.")
            : string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + old.Length));
    }
}
