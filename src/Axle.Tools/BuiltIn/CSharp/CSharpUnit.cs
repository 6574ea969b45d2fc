using Axle.Tools.Findings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>One file under inspection: its tree, its meaning and where findings go.</summary>
internal sealed class CSharpUnit(SemanticModel model, string file, string? lowered, List<Finding> findings)
{
    public SemanticModel Model => model;

    public bool IsLowered => lowered is not null;

    /// <summary>Reports the first line of a node.</summary>
    public void Report(Rule rule, SyntaxNode node, string message, Severity? severity = null, double? confidence = null) =>
        Report(rule, node.GetLocation(), message, severity, confidence);

    /// <summary>Reports the line of a token, for declarations whose attributes would come first.</summary>
    public void Report(Rule rule, SyntaxToken token, string message, Severity? severity = null, double? confidence = null) =>
        Report(rule, token.GetLocation(), message, severity, confidence);

    /// <summary>The type of an expression; null when a reference is missing.</summary>
    public ITypeSymbol? TypeOf(ExpressionSyntax expression) =>
        model.GetTypeInfo(expression).Type is { TypeKind: not TypeKind.Error } type ? type : null;

    /// <summary>What an expression names; null when it cannot be told.</summary>
    public ISymbol? SymbolOf(ExpressionSyntax expression) => model.GetSymbolInfo(expression).Symbol;

    private void Report(Rule rule, Location location, string message, Severity? severity, double? confidence)
    {
        var span = location.GetLineSpan();
        var place = new Place(file, span.StartLinePosition.Line + 1, span.EndLinePosition.Line + 1, "csharp");
        findings.Add(rule.At(place, message, severity, confidence, lowered));
    }
}

/// <summary>Questions about syntax and symbols that several rules ask.</summary>
internal static class CSharpQuestions
{
    private static readonly HashSet<string> TaskNames = new(StringComparer.Ordinal) { "Task", "ValueTask" };

    /// <summary>Whether the type is Task, ValueTask or one of them with a result.</summary>
    public static bool IsTask(this ITypeSymbol? type) =>
        type is INamedTypeSymbol named && TaskNames.Contains(named.Name) &&
        named.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks";

    /// <summary>Whether the type is, or derives from, or implements a type of this name (no namespace).</summary>
    public static bool Is(this ITypeSymbol? type, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == name)
                return true;
        }

        return type?.AllInterfaces.Any(i => i.Name == name) == true;
    }

    /// <summary>Whether the type can be disposed, in either way.</summary>
    public static bool IsDisposable(this ITypeSymbol? type) => type.Is("IDisposable") || type.Is("IAsyncDisposable");

    /// <summary>The method, accessor, local function or lambda around a node; null at top level.</summary>
    public static SyntaxNode? Function(this SyntaxNode node) => node.Ancestors().FirstOrDefault(IsFunction);

    /// <summary>Whether the node is a function of its own.</summary>
    public static bool IsFunction(this SyntaxNode node) => node is
        BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax;

    /// <summary>Whether the function is marked async.</summary>
    public static bool IsAsync(this SyntaxNode? function) => function switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    /// <summary>The loop around a node inside the same function; null when there is none.</summary>
    public static StatementSyntax? Loop(this SyntaxNode node)
    {
        for (var current = node.Parent; current is not null && !current.IsFunction(); current = current.Parent)
        {
            if (current is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
                return (StatementSyntax)current;
        }

        return null;
    }

    /// <summary>Whether the statement's block leaves the loop or the function right after it.</summary>
    public static bool IsFollowedByExit(this StatementSyntax statement)
    {
        for (SyntaxNode? current = statement; current is StatementSyntax; current = current.Parent)
        {
            if (current.Parent is not BlockSyntax block)
                return false;
            var after = block.Statements.SkipWhile(s => s != current).Skip(1).ToList();
            if (after.Any(s => s is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax))
                return true;
            if (block.Parent is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
                return false;
            current = block;
        }

        return false;
    }

    /// <summary>The innermost name of the member that holds a node, for messages.</summary>
    public static string MemberName(this SyntaxNode node)
    {
        foreach (var ancestor in node.AncestorsAndSelf())
        {
            switch (ancestor)
            {
                case MethodDeclarationSyntax method: return method.Identifier.Text;
                case LocalFunctionStatementSyntax local: return local.Identifier.Text;
                case ConstructorDeclarationSyntax constructor: return constructor.Identifier.Text;
                case PropertyDeclarationSyntax property: return property.Identifier.Text;
                case BaseTypeDeclarationSyntax type: return type.Identifier.Text;
            }
        }

        return "top-level code";
    }

    /// <summary>The source text of a node on one line, cut at 60 characters.</summary>
    public static string Short(this SyntaxNode node)
    {
        var text = string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");
    }
}
