using System.Text.Json;
using Axle.Schemas;
using Axle.Tools.BuiltIn.Code.Structure;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Search;

/// <summary><c>code.symbols</c>: where functions are defined, by a part of their names, in every language that <c>code.structure</c> outlines.</summary>
public sealed class CodeSymbolsTool : ITool
{
    private const int MostFound = 100;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "code.symbols", "Finds where functions and methods are defined, by a part of their names, with file and lines.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "name": { "type": "string", "minLength": 1, "maxLength": 200, "description": "A part of the name; letter case is free." },
                "path": { "type": "string", "format": "workspace-glob", "description": "Folder, file or pattern to look in; everything when left out." },
                "most": { "type": "integer", "minimum": 1, "maximum": 1000, "default": 100, "x-axle-clamp": true, "description": "Most symbols to give." }
              },
              "required": ["name"],
              "additionalProperties": false
            }
            """));

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var selection = await SourceSelection.LoadAsync(
            context, arguments, SourceRoles.Generated | SourceRoles.Vendored, static f => f.Language is { IsCode: true }, cancellationToken);
        var name = arguments.GetProperty("name").GetString()!;
        var all = StructureTool.Measure(selection.Files, cancellationToken).SelectMany(static s => s.Functions).ToList();
        var found = all.Where(f => f.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).OrderBy(static f =>
            f.Name.Length).ThenBy(static f => f.File, StringComparer.Ordinal)
            .Take(SourceSelection.Number(arguments, "most", MostFound))
            .Select(static f => new { f.Name, f.File, f.Line, f.EndLine, f.Parameters }).ToList();
        var nearest = found.Count == 0 ? NearestName.Find(name, all.Select(static f => f.Name)) : null;
        return FindingJson.ToElement(new { symbols = found, nearest, searched = selection.Files.Count });
    }
}
