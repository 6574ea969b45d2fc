using Axle.Tools.Findings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>A C# file to analyse.</summary>
/// <param name="Path">Relative to the workspace, forward slashes.</param>
/// <param name="Text">Its text.</param>
/// <param name="Lowered">Why findings in it matter less; null in code that ships.</param>
internal sealed record CSharpFile(string Path, string Text, string? Lowered);

/// <summary>Everything that the rules and the meter say about a set of files.</summary>
internal sealed record CSharpOutcome(List<Finding> Findings, List<TypeMetrics> Types, List<MethodMetrics> Methods, int SyntaxErrors);

/// <summary>Runs the rules over projects: parse, compile for meaning, walk each tree once.</summary>
internal static class CSharpAnalysis
{
    private const int CouplingLimit = 40;
    private const int InheritanceLimit = 5;
    private const int MaintainabilityLimit = 20;

    private static readonly Action<SyntaxNode, CSharpUnit>[] Families =
        [AsyncRules.Inspect, ExceptionRules.Inspect, DisposalRules.Inspect, CollectionRules.Inspect, DesignRules.Inspect];

    public static CSharpOutcome Run(IReadOnlyList<CSharpFile> files, IReadOnlyList<CSharpProject> projects,
        CancellationToken cancellationToken)
    {
        var owned = files.GroupBy(f => Owner(f.Path, projects), StringComparer.Ordinal).ToList();
        var trees = new Dictionary<string, IReadOnlyList<SyntaxTree>>(StringComparer.Ordinal);
        var fileOf = new Dictionary<SyntaxTree, CSharpFile>();
        foreach (var group in owned)
        {
            var parsed = new List<SyntaxTree>();
            foreach (var file in group)
            {
                var tree = CSharpSyntaxTree.ParseText(file.Text, CSharpCompilations.ParseOptions, file.Path,
                    cancellationToken: cancellationToken);
                parsed.Add(tree);
                fileOf[tree] = file;
            }

            trees[group.Key] = parsed;
        }

        var outcome = new CSharpOutcome([], [], [],
            fileOf.Keys.Count(t => t.GetDiagnostics(cancellationToken).Any(d => d.Severity is DiagnosticSeverity.Error)));
        var compilations = new CSharpCompilations(trees, projects);
        foreach (var (project, members) in trees)
        {
            if (compilations.Of(project) is not { } compilation)
                continue;
            var test = projects.FirstOrDefault(p => p.File == project) is { IsTest: true } ? "test project" : null;
            var parts = new CSharpOutcome[members.Count];
            Parallel.For(0, members.Count,
                new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                parts[i] = new CSharpOutcome([], [], [], 0);
                Inspect(members[i], compilation.GetSemanticModel(members[i]), fileOf[members[i]].Path, fileOf[members[i]].Lowered
                    ?? test, parts[i], cancellationToken);
            });
            foreach (var part in parts)
            {
                outcome.Findings.AddRange(part.Findings);
                outcome.Types.AddRange(part.Types);
                outcome.Methods.AddRange(part.Methods);
            }
        }

        return outcome;
    }

    private static void Inspect(SyntaxTree tree, SemanticModel model, string path, string? lowered, CSharpOutcome outcome,
        CancellationToken cancellationToken)
    {
        var unit = new CSharpUnit(model, path, lowered, outcome.Findings);
        foreach (var node in tree.GetRoot(cancellationToken).DescendantNodes())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var family in Families)
                family(node, unit);
            if (node is TypeDeclarationSyntax type)
                Measure(type, unit, path, outcome);
        }
    }

    private static void Measure(TypeDeclarationSyntax type, CSharpUnit unit, string path, CSharpOutcome outcome)
    {
        var metrics = CSharpMeter.Measure(type, unit.Model, path);
        outcome.Types.Add(metrics);
        if (metrics.Coupling > CouplingLimit)
            unit.Report(CSharpRules.HighCoupling, type.Identifier, $"'{metrics.Name}' uses {metrics.Coupling} other types.");
        if (metrics.InheritanceDepth > InheritanceLimit)
            unit.Report(CSharpRules.DeepInheritance, type.Identifier,
                $"'{metrics.Name}' stands {metrics.InheritanceDepth} levels below object.");
        foreach (var body in CSharpMeter.Bodies(type))
        {
            var name = NameOf(body);
            var method = CSharpMeter.Measure(body, name, metrics.Name, path);
            outcome.Methods.Add(method);
            if (method.Maintainability < MaintainabilityLimit)
                unit.Report(CSharpRules.LowMaintainability, name,
                    $"'{method.Name}' has a maintainability index of {method.Maintainability} ({method.Lines} lines, complexity {method.Complexity}).");
        }
    }

    private static SyntaxToken NameOf(SyntaxNode body) => body switch
    {
        MethodDeclarationSyntax method => method.Identifier,
        ConstructorDeclarationSyntax constructor => constructor.Identifier,
        DestructorDeclarationSyntax finalizer => finalizer.Identifier,
        OperatorDeclarationSyntax operation => operation.OperatorToken,
        PropertyDeclarationSyntax property => property.Identifier,
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } => property.Identifier,
        _ => body.GetFirstToken(),
    };

    /// <summary>The project file in the nearest directory above; empty when there is none.</summary>
    private static string Owner(string file, IReadOnlyList<CSharpProject> projects) => projects
        .Where(p => p.Directory.Length == 0 || file.StartsWith(p.Directory + "/", StringComparison.Ordinal))
        .OrderByDescending(p => p.Directory.Length)
        .ThenBy(p => p.File, StringComparer.Ordinal)
        .FirstOrDefault()?.File ?? "";
}
