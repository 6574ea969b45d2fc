using System.Text.Json;
using Axle.Schemas;
using Axle.Tools.BuiltIn.Code.Symbols;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Search;

/// <summary><c>code.symbols</c>: what code declares and where: types, functions and constants, with what they stand in and their lines.</summary>
public sealed class CodeSymbolsTool : ITool
{
    private const int MostFound = 100;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "code.symbols",
        "Finds where classes, interfaces, structs, enums, functions, methods, types and constants are defined, by a part of their names, or lists those of a file or folder, with nesting and lines.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "name": { "type": "string", "minLength": 1, "maxLength": 200, "description": "A part of the name, letter case is free; everything when left out." },
                "kind": { "type": "string", "enum": ["module", "class", "interface", "struct", "enum", "type", "function", "method", "property", "constant"],
                    "description": "Only symbols of this kind." },
                "path": { "type": "string", "format": "workspace-glob", "description": "Folder, file or pattern to look in; everything when left out." },
                "most": { "type": "integer", "minimum": 1, "maximum": 1000, "default": 100, "x-axle-clamp": true, "description": "Most symbols to give." }
              },
              "additionalProperties": false
            }
            """));

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var selection = await SourceSelection.LoadAsync(
            context, arguments, SourceRoles.Generated | SourceRoles.Vendored, static f => SymbolReader.Supports(f.Language), cancellationToken);
        var byFile = new CodeSymbol[selection.Files.Count][];
        Parallel.For(0, byFile.Length, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => byFile[i] = SymbolReader.Of(selection.Files[i]));
        var name = SourceSelection.Text(arguments, "name");
        SymbolKind? kind = SourceSelection.Text(arguments, "kind") is { } word ? Enum.Parse<SymbolKind>(word, ignoreCase: true) : null;
        var all = byFile.SelectMany(static s => s).Where(s => kind is null || s.Kind == kind).ToList();
        var found = name is null ? all : [.. all.Where(s => s.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).OrderBy(static s => s.Name.Length)];
        var most = SourceSelection.Number(arguments, "most", MostFound);
        return FindingJson.ToElement(new
        {
            symbols = found.Take(most),
            more = found.Count > most,
            nearest = found.Count == 0 && name is not null ? NearestName.Find(name, all.Select(static s => s.Name)) : null,
            searched = selection.Files.Count,
        });
    }
}
