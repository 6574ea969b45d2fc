using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Files;

/// <summary><c>files.read</c>: lines of a text file.</summary>
public sealed class FilesReadTool : ITool
{
    private const int DefaultLines = 400;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "files.read", "Reads lines of a text file of the workspace.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "path": { "type": "string", "format": "workspace-path", "description": "The file, relative to the workspace." },
                "fromLine": { "type": "integer", "minimum": 1, "default": 1, "description": "First line, from 1." },
                "lines": { "type": "integer", "minimum": 1, "maximum": 5000, "default": 400, "x-axle-clamp": true, "description": "Most lines to read." }
              },
              "required": ["path"],
              "additionalProperties": false
            }
            """));

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var path = arguments.GetProperty("path").GetString()!;
        var text = await WorkspaceFiles.ReadAsync(WorkspaceFiles.Existing(context, path), path, cancellationToken);
        var all = text.Split('\n');
        var from = SourceSelection.Number(arguments, "fromLine", 1);
        var shown = all.Skip(from - 1).Take(SourceSelection.Number(arguments, "lines", DefaultLines)).ToList();
        var last = from - 1 + shown.Count;
        return FindingJson.ToElement(
            new FileText(path, string.Join('\n', shown), from, shown.Count, all.Length, last < all.Length, WorkspaceFiles.Hash(text)));
    }

    /// <param name="Path">The file.</param>
    /// <param name="Text">The lines.</param>
    /// <param name="FromLine">Number of the first.</param>
    /// <param name="Lines">How many.</param>
    /// <param name="TotalLines">How many the file has.</param>
    /// <param name="More">Whether there are more after these.</param>
    /// <param name="Hash">SHA-256 of the whole text, for <c>expectedHash</c> of <c>files.write</c> and <c>files.edit</c>.</param>
    private sealed record FileText(string Path, string Text, int FromLine, int Lines, int TotalLines, bool More, string Hash);
}
