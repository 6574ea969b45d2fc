using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Files;

/// <summary><c>files.find</c>: files by a pattern of their paths; what git ignores is left out.</summary>
public sealed class FilesFindTool : ITool
{
    private const int MostFound = 200;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "files.find", "Finds files of the workspace by a pattern of their paths; ignored files are left out.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "pattern": { "type": "string", "minLength": 1, "format": "workspace-glob",
                    "description": "* within a folder, ** for any depth, ? for one sign: src/**/*.cs" },
                "most": { "type": "integer", "minimum": 1, "maximum": 5000, "default": 200, "x-axle-clamp": true, "description": "Most files to list." }
              },
              "required": ["pattern"],
              "additionalProperties": false
            }
            """));

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var pattern = PathPattern.Parse(arguments.GetProperty("pattern").GetString());
        var paths = await SourcePaths.ListAsync(Path.GetFullPath(context.Workspace), cancellationToken);
        var found = paths.Where(pattern.Matches).ToList();
        return FindingJson.ToElement(new { files = found.Take(SourceSelection.Number(arguments, "most", MostFound)), total = found.Count });
    }
}
