using System.Text.Json;
using Axle.Tools.BuiltIn.Code.Structure.Outlines;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Languages;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Code.Structure;

/// <summary>Measures files and functions: lines, length, parameters, nesting, complexity.</summary>
public sealed class StructureTool : ITool
{
    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "code.structure",
        "Measures every source file: lines of code and comments, functions with length, parameters, nesting and complexity, and reports those over a limit.",
        ToolSchema.Of("""
            "maxFiles": { "type": "integer", "minimum": 0, "maximum": 10000, "default": 100, "description": "How many files to list." },
            "maxFunctions": { "type": "integer", "minimum": 0, "maximum": 10000, "default": 100, "description": "How many functions to list." }
            """));

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var selection =
            await SourceSelection.LoadAsync(context, arguments, SourceRoles.Generated | SourceRoles.Vendored, f => f.Language is not null, cancellationToken);
        var structures = Measure(selection.Files, cancellationToken);
        var findings = selection.Files.Zip(structures).SelectMany(pair => StructureRules.Check(pair.First, pair.Second)).ToList();
        return FindingJson.ToElement(Report(arguments, selection, structures, findings));
    }

    /// <summary>Measures files in parallel; the result has the order of the files.</summary>
    internal static FileStructure[] Measure(IReadOnlyList<SourceFile> files, CancellationToken cancellationToken)
    {
        var structures = new FileStructure[files.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, files.Count, options, i => structures[i] = FunctionMeter.Measure(files[i]));
        return structures;
    }

    private static StructureReport Report(JsonElement arguments, SourceSelection selection, FileStructure[] structures, List<Finding> findings)
    {
        var code = structures.Where(s => LanguageTable.TryGet(s.Language, out var l) && l.IsCode).ToList();
        var functions = code.SelectMany(s => s.Functions).OrderByDescending(f => f.Cyclomatic).ThenBy(f => f.File, StringComparer.Ordinal)
            .ThenBy(f => f.Line).ToList();
        var summary = new StructureSummary(
            structures.Length, selection.Skipped, structures.Sum(s => s.Lines), structures.Sum(s => s.CodeLines),
                structures.Sum(s => s.CommentLines), structures.Sum(s => s.BlankLines),
            functions.Count, code.Sum(s => s.Types), functions.Count == 0 ? 0 : functions[functions.Count / 2].Cyclomatic,
                functions.Count == 0 ? 0 : functions[0].Cyclomatic, findings.Count);
        var languages = structures.GroupBy(s => s.Language)
            .Select(
                g =>
                    new LanguageFact(g.Key, g.Count(), g.Sum(s => s.CodeLines), g.Sum(s => s.CommentLines), g.Sum(s => s.Functions.Count),
                        LanguageTable.TryGet(g.Key, out var l) && Outline.Supports(l)))
            .OrderByDescending(l => l.CodeLines);
        return new StructureReport(
            summary, [.. languages],
            [.. code.OrderByDescending(s => s.CodeLines).ThenBy(s => s.File, StringComparer.Ordinal).Take(SourceSelection.Number(arguments, "maxFiles", 100))],
            [.. functions.Take(SourceSelection.Number(arguments, "maxFunctions", 100))],
            FindingOrder.Worst(findings, SourceSelection.Number(arguments, "maxFindings", ToolSchema.Findings)));
    }
}
