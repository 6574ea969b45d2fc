using Axle.Tools.BuiltIn.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.Tools.BuiltIn.Code.Symbols;

/// <summary>The symbols of C#, as its own compiler reads it.</summary>
internal static class CSharpSymbols
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None);

    /// <summary>The symbols of a file, in its order.</summary>
    public static CodeSymbol[] Of(SourceFile file) => [.. In(file, CSharpSyntaxTree.ParseText(file.Text, Options).GetRoot(), null)];

    private static IEnumerable<CodeSymbol> In(SourceFile file, SyntaxNode node, string? container)
    {
        foreach (var child in node.ChildNodes().Where(static n => n is not (ExpressionSyntax or AttributeListSyntax or BaseParameterListSyntax)))
        {
            var inside = container;
            foreach (var (name, kind, parameters) in Names(child))
            {
                var span = child.GetLocation().GetLineSpan();
                yield return new CodeSymbol(
                    name.ValueText, kind, container, file.Path, name.GetLocation().GetLineSpan().StartLinePosition.Line + 1, span.EndLinePosition.Line + 1, parameters);
                inside = container is null ? name.ValueText : $"{container}.{name.ValueText}";
            }

            if (child is BaseNamespaceDeclarationSyntax space)
            {
                var line = space.Name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                var name = space.Name.ToString();
                yield return new CodeSymbol(
                    name, SymbolKind.Module, container, file.Path, line, child.GetLocation().GetLineSpan().EndLinePosition.Line + 1, null);
                inside = container is null ? name : $"{container}.{name}";
            }

            foreach (var found in In(file, child, inside))
                yield return found;
        }
    }

    private static IEnumerable<(SyntaxToken Name, SymbolKind Kind, int? Parameters)> Names(SyntaxNode node) => node switch
    {
        InterfaceDeclarationSyntax it => [(it.Identifier, SymbolKind.Interface, null)],
        StructDeclarationSyntax it => [(it.Identifier, SymbolKind.Struct, null)],
        RecordDeclarationSyntax it => [(it.Identifier, it.IsKind(SyntaxKind.RecordStructDeclaration) ? SymbolKind.Struct : SymbolKind.Class, null)],
        ClassDeclarationSyntax it => [(it.Identifier, SymbolKind.Class, null)],
        EnumDeclarationSyntax it => [(it.Identifier, SymbolKind.Enum, null)],
        DelegateDeclarationSyntax it => [(it.Identifier, SymbolKind.Type, null)],
        MethodDeclarationSyntax it => [(it.Identifier, SymbolKind.Method, it.ParameterList.Parameters.Count)],
        ConstructorDeclarationSyntax it => [(it.Identifier, SymbolKind.Method, it.ParameterList.Parameters.Count)],
        OperatorDeclarationSyntax it => [(it.OperatorToken, SymbolKind.Method, it.ParameterList.Parameters.Count)],
        LocalFunctionStatementSyntax it => [(it.Identifier, SymbolKind.Function, it.ParameterList.Parameters.Count)],
        PropertyDeclarationSyntax it => [(it.Identifier, SymbolKind.Property, null)],
        FieldDeclarationSyntax it when it.Modifiers.Any(SyntaxKind.ConstKeyword) || (it.Modifiers.Any(SyntaxKind.StaticKeyword) && it.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)) =>
            it.Declaration.Variables.Select(static v => (v.Identifier, SymbolKind.Constant, (int?)null)),
        _ => [],
    };
}
