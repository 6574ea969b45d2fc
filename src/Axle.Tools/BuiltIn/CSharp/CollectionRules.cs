using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>Faults around sequences, collections and strings.</summary>
internal static class CollectionRules
{
    private static readonly HashSet<string> Changes = new(StringComparer.Ordinal)
    { "Add", "Remove", "RemoveAt", "RemoveAll", "RemoveRange", "Insert", "InsertRange", "AddRange", "Clear", "Push", "Pop", "Enqueue",
        "Dequeue" };

    /// <summary>Enumerators of these notice a change. Dictionaries and sets allow removal since .NET Core 3, so they count only for
    /// Add.</summary>
    private static readonly HashSet<string> Watching = new(StringComparer.Ordinal) { "List", "Queue", "Stack", "LinkedList", "SortedSet",
        "SortedDictionary", "Collection" };

    private static readonly HashSet<string> Enumerating = new(StringComparer.Ordinal)
    {
        "Count", "Any", "All", "First", "FirstOrDefault", "Last", "LastOrDefault", "Single", "SingleOrDefault", "Sum", "Min", "Max",
            "Average",
        "ToList", "ToArray", "ToDictionary", "ToHashSet", "ToLookup", "Aggregate", "Contains", "ElementAt", "SequenceEqual",
    };

    private static readonly HashSet<string> Lazy = new(StringComparer.Ordinal)
    { "Select", "Where", "SelectMany", "OrderBy", "OrderByDescending", "GroupBy", "Join", "Distinct", "OfType", "Skip", "Take", "Concat",
        "Union" };

    public static void Inspect(SyntaxNode node, CSharpUnit unit)
    {
        switch (node)
        {
            case ForEachStatementSyntax loop:
                Modified(loop, unit);
                break;
            case AssignmentExpressionSyntax assignment:
                ConcatInLoop(assignment, unit);
                break;
            case BaseMethodDeclarationSyntax { Body: { } body } method:
                foreach (var parameter in method.ParameterList.Parameters)
                    DoubleEnumeration(unit.Model.GetDeclaredSymbol(parameter), body, unit);
                break;
            case LocalDeclarationStatementSyntax
            {
                Declaration.Variables: [{ Initializer.Value: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax made } } variable],
            } local
                when Lazy.Contains(made.Name.Identifier.Text) && local.Parent is BlockSyntax block:
                DoubleEnumeration(unit.Model.GetDeclaredSymbol(variable), block, unit);
                break;
        }
    }

    private static void Modified(ForEachStatementSyntax loop, CSharpUnit unit)
    {
        if (loop.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax) ||
            unit.SymbolOf(loop.Expression) is not { } symbol || unit.TypeOf(loop.Expression) is not INamedTypeSymbol type)
            return;
        var watching = Watching.Contains(type.Name);
        if ((!watching && type.Name is not ("Dictionary" or "HashSet")) ||
            type.ContainingNamespace?.ToDisplayString().Contains("Concurrent", StringComparison.Ordinal) == true)
            return;
        foreach (var call in loop.Statement.DescendantNodes(n => !n.IsFunction()).OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is not MemberAccessExpressionSyntax access || !Changes.Contains(access.Name.Identifier.Text))
                continue;
            if (!watching && access.Name.Identifier.Text is not "Add")
                continue;
            if (access.Expression.ToString() != loop.Expression.ToString() ||
                !SymbolEqualityComparer.Default.Equals(unit.SymbolOf(access.Expression), symbol))
                continue;
            if (call.FirstAncestorOrSelf<StatementSyntax>() is { } statement && !statement.IsFollowedByExit())
                unit.Report(CSharpRules.ModifiedInForeach, call,
                    $"`{call.Expression.Short()}` changes '{loop.Expression.Short()}' while foreach enumerates it.");
        }
    }

    private static void ConcatInLoop(AssignmentExpressionSyntax assignment, CSharpUnit unit)
    {
        if (assignment.Left is not IdentifierNameSyntax target || assignment.Loop() is not { } loop)
            return;
        var grows = assignment.IsKind(SyntaxKind.AddAssignmentExpression) ||
            (assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) &&
                assignment.Right is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum &&
                Leftmost(sum) == target.Identifier.Text);
        if (!grows || unit.TypeOf(target)?.SpecialType is not SpecialType.System_String)
            return;
        // Declared inside the loop: it starts again each round.
        if (unit.SymbolOf(target)?.DeclaringSyntaxReferences.FirstOrDefault()?.Span is not { } declared || loop.Span.Contains(declared))
            return;
        // Set afresh in the loop: not a growing string either.
        var reset = loop.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => a.IsKind(SyntaxKind.SimpleAssignmentExpression) &&
            a != assignment && a.Left.ToString() == target.Identifier.Text &&
                !a.Right.ToString().StartsWith(target.Identifier.Text, StringComparison.Ordinal));
        if (reset || (assignment.Parent is StatementSyntax statement && statement.IsFollowedByExit()))
            return;
        unit.Report(CSharpRules.ConcatInLoop, assignment,
            $"'{assignment.MemberName()}' appends to the string '{target.Identifier.Text}' in a loop.");
    }

    private static string? Leftmost(BinaryExpressionSyntax sum)
    {
        ExpressionSyntax current = sum;
        while (current is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } binary)
            current = binary.Left;
        return (current as IdentifierNameSyntax)?.Identifier.Text;
    }

    private static void DoubleEnumeration(ISymbol? symbol, BlockSyntax scope, CSharpUnit unit)
    {
        var type = symbol switch { IParameterSymbol p => p.Type, ILocalSymbol l => l.Type, _ => null };
        if (type?.OriginalDefinition.SpecialType is not SpecialType.System_Collections_Generic_IEnumerable_T)
            return;
        var uses = scope.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(i => i.Identifier.Text == symbol!.Name && SymbolEqualityComparer.Default.Equals(unit.SymbolOf(i), symbol)).ToList();
        // Assigned again or tested for being a collection: the author has thought of it.
        if (uses.Any(u => u.Parent is AssignmentExpressionSyntax a && a.Left == u ||
            u.Parent is IsPatternExpressionSyntax or CastExpressionSyntax ||
            u.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression or (int)SyntaxKind.IsExpression } ||
            u.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: "TryGetNonEnumeratedCount" }))
            return;
        var runs = uses.Where(u => Enumerates(u) && u.Function() == scope.FirstAncestorOrSelf<SyntaxNode>(n => n.IsFunction())).ToList();
        for (var i = 1; i < runs.Count; i++)
        {
            if (AreExclusive(runs[i - 1], runs[i]))
                continue;
            unit.Report(CSharpRules.DoubleEnumeration, runs[i],
                $"'{scope.MemberName()}' enumerates the sequence '{symbol!.Name}' again; the first time is at line {Line(runs[i - 1])}.");
            return;
        }
    }

    private static bool Enumerates(IdentifierNameSyntax use) => use.Parent switch
    {
        ForEachStatementSyntax loop => loop.Expression == use,
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access => access.Expression == use &&
            Enumerating.Contains(access.Name.Identifier.Text),
        _ => false,
    };

    /// <summary>Two places of which only one runs: branches of one if, switch or conditional, or the first leaves the function.</summary>
    private static bool AreExclusive(SyntaxNode first, SyntaxNode second)
    {
        var common = first.Ancestors().First(a => a.Span.Contains(second.Span));
        if (common is IfStatementSyntax or SwitchStatementSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax)
            return common is not IfStatementSyntax branch || !branch.Condition.Span.Contains(first.Span);
        var branchOfFirst = first.Ancestors().TakeWhile(a => a != common).OfType<BlockSyntax>().FirstOrDefault();
        return branchOfFirst?.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax ||
            first.FirstAncestorOrSelf<StatementSyntax>() is ReturnStatementSyntax;
    }

    private static int Line(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
