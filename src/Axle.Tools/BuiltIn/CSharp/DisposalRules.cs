using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>Resources that are created and never freed, in the cases that are clear.</summary>
internal static class DisposalRules
{
    /// <summary>Disposable by type, but nothing is lost when they are not: no handle behind them, or it is made lazily.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "MemoryStream", "StringReader", "StringWriter", "Task", "DataTable", "DataSet", "DataView", "SemaphoreSlim", "HttpResponseMessage",
        "HttpRequestMessage", "StringContent", "ByteArrayContent", "CancellationTokenSource", "ManualResetEventSlim", "CountdownEvent",
        "ServiceProvider", "ReaderWriterLockSlim", "ThreadLocal", "Lazy", "Meter", "ActivitySource", "JsonDocument", "BackgroundWorker",
            "Component",
    };

    public static void Inspect(SyntaxNode node, CSharpUnit unit)
    {
        switch (node)
        {
            case LocalDeclarationStatementSyntax
            {
                UsingKeyword.RawKind: 0,
                Declaration.Variables: [{ Initializer.Value: BaseObjectCreationExpressionSyntax made } variable]
            } local:
                UndisposedLocal(local, variable, made, unit);
                break;
            case BaseObjectCreationExpressionSyntax made:
                HttpClientPerCall(made, unit);
                break;
            case TypeDeclarationSyntax type:
                UndisposedFields(type, unit);
                break;
            case DestructorDeclarationSyntax { Body.Statements.Count: 0 } finalizer:
                unit.Report(CSharpRules.EmptyFinalizer, finalizer.Identifier, $"The finalizer of '{finalizer.Identifier.Text}' is empty.");
                break;
        }
    }

    private static void UndisposedLocal(LocalDeclarationStatementSyntax local, VariableDeclaratorSyntax variable,
        BaseObjectCreationExpressionSyntax made, CSharpUnit unit)
    {
        var type = unit.TypeOf(made);
        if (!type.IsDisposable() || Harmless.Contains(type!.Name) || type.Name is "HttpClient" || TakesOwnedArgument(made, unit))
            return;
        if (unit.Model.GetDeclaredSymbol(variable) is not { } symbol || local.Function() is not { } scope)
            return;
        foreach (var name in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.Text == variable.Identifier.Text && SymbolEqualityComparer.Default.Equals(unit.SymbolOf(name), symbol) &&
                Escapes(name))
                return;
        }

        unit.Report(CSharpRules.UndisposedLocal, local,
            $"'{local.MemberName()}' creates the {type.Name} '{variable.Identifier.Text}' and never disposes it.");
    }

    /// <summary>Every use but a plain member access gives the object to someone else, who may dispose it.</summary>
    private static bool Escapes(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Expression == name =>
            access.Name.Identifier.Text is "Dispose" or "DisposeAsync" or "Close" ||
                access.Parent is ArgumentSyntax or AssignmentExpressionSyntax ||
            access.Ancestors().TakeWhile(a => a is not StatementSyntax).Any(a => a is AnonymousFunctionExpressionSyntax) ||
                IsFluent(access),
        ConditionalAccessExpressionSyntax access => access.WhenNotNull.ToString().Contains("Dispose", StringComparison.Ordinal),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } => false,
        _ => true,
    };

    /// <summary>A call whose result is kept may return the object itself or something that owns it.</summary>
    private static bool IsFluent(MemberAccessExpressionSyntax access) =>
        access.Parent is InvocationExpressionSyntax call && call.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax;

    /// <summary>A reader or writer over a stream that someone else owns need not be disposed.</summary>
    private static bool TakesOwnedArgument(BaseObjectCreationExpressionSyntax made, CSharpUnit unit) =>
        made.ArgumentList?.Arguments.Any(a => unit.TypeOf(a.Expression).IsDisposable()) == true;

    private static void UndisposedFields(TypeDeclarationSyntax type, CSharpUnit unit)
    {
        if (type is not (ClassDeclarationSyntax or RecordDeclarationSyntax) ||
            unit.Model.GetDeclaredSymbol(type) is not INamedTypeSymbol symbol || symbol.IsStatic || symbol.IsDisposable())
            return;
        // An unknown base type may be disposable itself.
        if (symbol.BaseType?.TypeKind is TypeKind.Error || symbol.Interfaces.Any(i => i.TypeKind is TypeKind.Error))
            return;
        foreach (var field in type.Members.OfType<FieldDeclarationSyntax>().Where(f => !f.Modifiers.Any(SyntaxKind.StaticKeyword)))
        {
            foreach (var variable in field.Declaration.Variables)
            {
                if (unit.Model.GetDeclaredSymbol(variable) is not IFieldSymbol held || !held.Type.IsDisposable() ||
                    Harmless.Contains(held.Type.Name))
                    continue;
                // A shared client that lives as long as its owner is the recommended use.
                if (held.Type.Name is "HttpClient" || !IsMadeHere(type, variable) || IsDisposedSomewhere(type, variable.Identifier.Text))
                    continue;
                unit.Report(CSharpRules.UndisposedField, variable.Identifier,
                    $"'{type.Identifier.Text}' creates the {held.Type.Name} '{variable.Identifier.Text}' but is not disposable.");
            }
        }
    }

    private static bool IsMadeHere(TypeDeclarationSyntax type, VariableDeclaratorSyntax variable) =>
        variable.Initializer?.Value is BaseObjectCreationExpressionSyntax ||
        type.Members.OfType<ConstructorDeclarationSyntax>().SelectMany(c => c.DescendantNodes().OfType<AssignmentExpressionSyntax>())
            .Any(a => a.Right is BaseObjectCreationExpressionSyntax &&
                a.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } &&
                a.Left.ToString().Replace("this.", "", StringComparison.Ordinal) == variable.Identifier.Text);

    private static bool IsDisposedSomewhere(TypeDeclarationSyntax type, string field) =>
        type.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(i => i.ToString())
            .Any(t => t.StartsWith(field, StringComparison.Ordinal) &&
                (t.Contains("Dispose", StringComparison.Ordinal) || t.Contains("Close(", StringComparison.Ordinal)));

    private static void HttpClientPerCall(BaseObjectCreationExpressionSyntax made, CSharpUnit unit)
    {
        var named = made is ObjectCreationExpressionSyntax { Type: var written } ? written.ToString() : null;
        if (named is not null && named is not ("HttpClient" or "System.Net.Http.HttpClient"))
            return;
        if (unit.TypeOf(made) is not { Name: "HttpClient" } || unit.IsLowered)
            return;
        // Kept in a field or given to a container: shared. At a program's entry: once.
        if (made.Function() is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax) || made.MemberName() is "Main" ||
            made.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax local } declared })
            return;
        var kept = local.Parent?.DescendantNodes().Any(n => n is ReturnStatementSyntax or ArgumentSyntax or AssignmentExpressionSyntax &&
            n.ChildNodes().OfType<IdentifierNameSyntax>().Any(i => i.Identifier.Text == declared.Identifier.Text)) == true;
        if (!kept)
            unit.Report(CSharpRules.HttpClientPerCall, made, $"'{made.MemberName()}' creates an HttpClient at each call.");
    }
}
