using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>Size and complexity of one method, constructor, accessor body or local function's owner.</summary>
/// <param name="Name">Type and member, for example <c>Parser.Read</c>.</param>
/// <param name="File">Path relative to the workspace.</param>
/// <param name="Line">Line of the member's name.</param>
/// <param name="Lines">Lines from the signature to the closing brace.</param>
/// <param name="Complexity">Cyclomatic complexity (McCabe): decisions plus one.</param>
/// <param name="Maintainability">0 (hopeless) to 100, the index that Visual Studio shows.</param>
public sealed record MethodMetrics(string Name, string File, int Line, int Lines, int Complexity, int Maintainability);

/// <summary>Size and cohesion of one type.</summary>
/// <param name="Name">Name with its containing types.</param>
/// <param name="File">Path relative to the workspace.</param>
/// <param name="Line">Line of the type's name.</param>
/// <param name="Lines">Lines of the declaration.</param>
/// <param name="Methods">How many methods, constructors and accessors with bodies.</param>
/// <param name="Complexity">Sum over its methods.</param>
/// <param name="Coupling">How many other named types it uses, without the language's own (int, string, object).</param>
/// <param name="InheritanceDepth">Base types up to and without object that can be seen; 0 for a type without base.</param>
/// <param name="Lcom">LCOM4 (Hitz and Montazeri): groups of methods that share no field and no call; 1 is cohesive, 0 has no
/// methods.</param>
public sealed record TypeMetrics(string Name, string File, int Line, int Lines, int Methods, int Complexity, int Coupling,
    int InheritanceDepth, int Lcom);

/// <summary>Calculates the metrics of declarations.</summary>
internal static class CSharpMeter
{
    public static MethodMetrics Measure(SyntaxNode member, SyntaxToken name, string owner, string file)
    {
        var lines = Lines(member);
        var complexity = Complexity(member);
        return new MethodMetrics($"{owner}.{name.Text}", file, Line(name), lines, complexity, Maintainability(member, complexity, lines));
    }

    public static TypeMetrics Measure(TypeDeclarationSyntax type, SemanticModel model, string file)
    {
        var bodies = Bodies(type).ToList();
        var symbol = model.GetDeclaredSymbol(type) as INamedTypeSymbol;
        return new TypeMetrics(
            QualifiedName(type), file, Line(type.Identifier), Lines(type), bodies.Count,
            bodies.Sum(Complexity), Coupling(type, symbol, model), Depth(symbol), Lcom(type, model));
    }

    /// <summary>Members of the type itself that hold statements or an expression.</summary>
    public static IEnumerable<SyntaxNode> Bodies(TypeDeclarationSyntax type) => type.Members.SelectMany(m => m switch
    {
        BaseMethodDeclarationSyntax method when method.Body is not null || method.ExpressionBody is not null => [method],
        PropertyDeclarationSyntax { ExpressionBody: not null } property => [property],
        BasePropertyDeclarationSyntax { AccessorList: { } list } =>
            list.Accessors.Where(a => a.Body is not null || a.ExpressionBody is not null),
        _ => Enumerable.Empty<SyntaxNode>(),
    });

    /// <summary>McCabe: each branch, loop, case, catch and short-circuit adds one. Pattern combinators count like the operators they
    /// replace.</summary>
    public static int Complexity(SyntaxNode body) => 1 + body.DescendantNodes().Count(n => n switch
    {
        IfStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax => true,
        CaseSwitchLabelSyntax or CasePatternSwitchLabelSyntax or CatchClauseSyntax or ConditionalExpressionSyntax => true,
        SwitchExpressionArmSyntax arm => arm.Pattern is not DiscardPatternSyntax,
        BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression
            or (int)SyntaxKind.CoalesceExpression
        } => true,
        _ => false,
    });

    public static string QualifiedName(TypeDeclarationSyntax type) =>
        string.Join('.', type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Reverse().Select(t => t.Identifier.Text));

    /// <summary>Visual Studio's index: (171 - 5.2 ln V - 0.23 C - 16.2 ln L) * 100 / 171, with Halstead's volume V over the
    /// tokens.</summary>
    private static int Maintainability(SyntaxNode member, int complexity, int lines)
    {
        var tokens = member.DescendantTokens().Select(t => t.ValueText).ToList();
        var vocabulary = tokens.Distinct(StringComparer.Ordinal).Count();
        var volume = Math.Max(1, tokens.Count * Math.Log2(Math.Max(2, vocabulary)));
        var index = (171 - (5.2 * Math.Log(volume)) - (0.23 * complexity) - (16.2 * Math.Log(Math.Max(1, lines)))) * 100 / 171;
        return (int)Math.Clamp(index, 0, 100);
    }

    private static int Coupling(TypeDeclarationSyntax type, INamedTypeSymbol? self, SemanticModel model)
    {
        // A name is looked up once per type: the same word means the same type nearly everywhere in it.
        var used = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in type.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            // Types are named in capitals by convention; anything else costs a look-up for nothing.
            if (!char.IsUpper(name.Identifier.ValueText.FirstOrDefault()) || !seen.Add(name.Identifier.ValueText))
                continue;
            if (model.GetSymbolInfo(name).Symbol is not INamedTypeSymbol { SpecialType: SpecialType.None } symbol)
                continue;
            if (symbol.TypeKind is not (TypeKind.Error or TypeKind.TypeParameter) &&
                !SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, self))
                used.Add(symbol.OriginalDefinition);
        }

        return used.Count;
    }

    private static int Depth(INamedTypeSymbol? symbol)
    {
        var depth = 0;
        for (var current =
            symbol?.BaseType; current is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; current = current.BaseType)
            depth++;
        return depth;
    }

    private static int Lcom(TypeDeclarationSyntax type, SemanticModel model)
    {
        var methods = type.Members.OfType<MethodDeclarationSyntax>()
            .Where(m => (m.Body is not null || m.ExpressionBody is not null) && !m.Modifiers.Any(SyntaxKind.StaticKeyword)).ToList();
        if (methods.Count == 0 || model.GetDeclaredSymbol(type) is not INamedTypeSymbol self)
            return 0;
        var members = self.GetMembers().Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        var groups = new Dictionary<ISymbol, ISymbol>(SymbolEqualityComparer.Default);
        foreach (var method in methods)
        {
            var own = model.GetDeclaredSymbol(method)!;
            Join(groups, own, own);
            foreach (var name in method.DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (members.Contains(name.Identifier.ValueText) &&
                    model.GetSymbolInfo(name).Symbol is
                    {
                        IsStatic: false,
                        Kind: SymbolKind.Field or SymbolKind.Property or SymbolKind.Method
                    } used &&
                    SymbolEqualityComparer.Default.Equals(used.ContainingType?.OriginalDefinition, self))
                    Join(groups, own, used.OriginalDefinition);
            }
        }

        return methods.Select(m => Root(groups, model.GetDeclaredSymbol(m)!)).Distinct(SymbolEqualityComparer.Default).Count();
    }

    private static void Join(Dictionary<ISymbol, ISymbol> groups, ISymbol one, ISymbol other)
    {
        groups.TryAdd(one, one);
        groups.TryAdd(other, other);
        groups[Root(groups, one)] = Root(groups, other);
    }

    private static ISymbol Root(Dictionary<ISymbol, ISymbol> groups, ISymbol key)
    {
        while (!SymbolEqualityComparer.Default.Equals(groups[key], key))
            key = groups[key];
        return key;
    }

    private static int Lines(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static int Line(SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
