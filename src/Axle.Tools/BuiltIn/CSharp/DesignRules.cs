using Axle.Tools.Findings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>Traps in the shape of types: locks, statics, structs, constructors, equality, time.</summary>
internal static class DesignRules
{
    private static readonly HashSet<string> MutableCollections = new(StringComparer.Ordinal)
    { "List", "Dictionary", "HashSet", "IList", "ICollection", "IDictionary", "ISet", "Collection", "ObservableCollection" };

    /// <summary>Types whose job is to carry data in and out: a setter is expected there.</summary>
    private static readonly string[] Carriers = ["Options", "Dto", "Request", "Response", "Settings", "Config", "Configuration", "Model",
        "Entity", "Args", "Result", "Data"];

    public static void Inspect(SyntaxNode node, CSharpUnit unit)
    {
        switch (node)
        {
            case LockStatementSyntax statement:
                PublicLock(statement, unit);
                break;
            case FieldDeclarationSyntax field:
                MutableStatic(field, unit);
                break;
            case ConstructorDeclarationSyntax constructor:
                VirtualCall(constructor, unit);
                break;
            case PropertyDeclarationSyntax property:
                SettableCollection(property, unit);
                break;
            case TypeDeclarationSyntax type:
                Equality(type, unit);
                break;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call:
                ReadonlyStruct(call, access, unit);
                break;
            case BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.SubtractExpression or (int)SyntaxKind.LessThanExpression
                or (int)SyntaxKind.GreaterThanExpression
            } binary:
                LocalTime(binary, unit);
                break;
        }
    }

    private static void PublicLock(LockStatementSyntax statement, CSharpUnit unit)
    {
        var what = statement.Expression switch
        {
            ThisExpressionSyntax => "this",
            TypeOfExpressionSyntax type => type.Short(),
            _ when unit.TypeOf(statement.Expression)?.SpecialType is SpecialType.System_String =>
                $"the string {statement.Expression.Short()}",
            _ when unit.TypeOf(statement.Expression) is { Name: "Type" } type &&
                type.ContainingNamespace?.Name == "System" => $"the type {statement.Expression.Short()}",
            _ => null,
        };
        if (what is not null)
            unit.Report(CSharpRules.PublicLock, statement.LockKeyword, $"'{statement.MemberName()}' locks {what}.");
    }

    private static void MutableStatic(FieldDeclarationSyntax field, CSharpUnit unit)
    {
        var modifiers = field.Modifiers;
        if (!modifiers.Any(SyntaxKind.PublicKeyword) || !modifiers.Any(SyntaxKind.StaticKeyword) ||
            modifiers.Any(SyntaxKind.ReadOnlyKeyword) || modifiers.Any(SyntaxKind.ConstKeyword))
            return;
        if (field.AttributeLists.SelectMany(a => a.Attributes)
            .Any(a => a.Name.ToString().Contains("ThreadStatic", StringComparison.Ordinal)))
            return;
        foreach (var variable in field.Declaration.Variables)
            unit.Report(CSharpRules.MutableStatic, variable.Identifier,
                $"The public static field '{field.MemberName()}.{variable.Identifier.Text}' can be changed by anyone.");
    }

    private static void VirtualCall(ConstructorDeclarationSyntax constructor, CSharpUnit unit)
    {
        if (unit.Model.GetDeclaredSymbol(constructor)?.ContainingType is not { IsSealed: false, TypeKind: TypeKind.Class } type)
            return;
        foreach (var call in constructor.DescendantNodes(n => !n.IsFunction() || n == constructor).OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }))
                continue;
            if (unit.SymbolOf(call) is IMethodSymbol { IsStatic: false, IsSealed: false } called &&
                (called.IsVirtual || called.IsAbstract || called.IsOverride) && type.Is(called.ContainingType.Name))
                unit.Report(CSharpRules.VirtualCallInConstructor, call,
                    $"The constructor of '{type.Name}' calls the {(called.IsAbstract ? "abstract" : "virtual")} method '{called.Name}'.");
        }
    }

    private static void SettableCollection(PropertyDeclarationSyntax property, CSharpUnit unit)
    {
        var setter = property.AccessorList?.Accessors.FirstOrDefault(a => a.IsKind(SyntaxKind.SetAccessorDeclaration));
        if (setter is null || setter.Modifiers.Count > 0 || !property.Modifiers.Any(SyntaxKind.PublicKeyword) ||
            property.AttributeLists.Count > 0)
            return;
        if (property.Parent is not ClassDeclarationSyntax owner ||
            Carriers.Any(c => owner.Identifier.Text.EndsWith(c, StringComparison.OrdinalIgnoreCase)))
            return;
        var name = property.Type is NullableTypeSyntax nullable ? nullable.ElementType : property.Type;
        // A type that does nothing but carry properties is data, whatever its name.
        if (name is not GenericNameSyntax generic || !MutableCollections.Contains(generic.Identifier.Text) ||
            !owner.Members.Any(m => m is MethodDeclarationSyntax))
            return;
        unit.Report(CSharpRules.SettableCollection, property.Identifier,
            $"'{owner.Identifier.Text}.{property.Identifier.Text}' is a {generic.Identifier.Text} with a public setter.");
    }

    private static void Equality(TypeDeclarationSyntax type, CSharpUnit unit)
    {
        if (type is RecordDeclarationSyntax || type.Modifiers.Any(SyntaxKind.PartialKeyword))
            return;
        var methods = type.Members.OfType<MethodDeclarationSyntax>().Where(m => m.Modifiers.Any(SyntaxKind.OverrideKeyword)).ToList();
        var equals = methods.Find(m => m.Identifier.Text == "Equals" && m.ParameterList.Parameters.Count == 1 &&
            m.ParameterList.Parameters[0].Type?.ToString().TrimEnd('?') is "object" or "Object" or "System.Object");
        var hash = methods.Find(m => m.Identifier.Text == "GetHashCode" && m.ParameterList.Parameters.Count == 0);
        if (equals is not null && hash is null)
            unit.Report(CSharpRules.EqualityContract, equals.Identifier, $"'{type.Identifier.Text}' overrides Equals but not GetHashCode.");
        else if (equals is null && hash is not null &&
            !type.Members.OfType<MethodDeclarationSyntax>().Any(m => m.Identifier.Text == "Equals"))
            unit.Report(CSharpRules.EqualityContract, hash.Identifier, $"'{type.Identifier.Text}' overrides GetHashCode but not Equals.",
                Severity.Low);
    }

    private static void ReadonlyStruct(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, CSharpUnit unit)
    {
        if (access.Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }))
            return;
        if (unit.SymbolOf(access.Expression) is not IFieldSymbol
            {
                IsReadOnly: true,
                Type: { IsValueType: true, IsReadOnly: false } type
            } field || call.Ancestors().Any(a => a is ConstructorDeclarationSyntax))
            return;
        if (unit.SymbolOf(call) is not IMethodSymbol { IsReadOnly: false, IsStatic: false, IsExtensionMethod: false } method ||
            !(type.Name is "SpinLock" or "SpinWait" || Writes(method)))
            return;
        unit.Report(CSharpRules.ReadonlyMutableStruct, call,
            $"'{method.Name}' changes the struct {type.Name}, but the field '{field.Name}' is readonly: it changes a copy.");
    }

    /// <summary>Whether the method's source assigns a member of its own struct.</summary>
    private static bool Writes(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not MethodDeclarationSyntax source ||
            source.Parent is not StructDeclarationSyntax owner)
            return false;
        var fields = owner.Members.OfType<FieldDeclarationSyntax>().Where(f => !f.Modifiers.Any(SyntaxKind.StaticKeyword))
            .SelectMany(f => f.Declaration.Variables).Select(v => v.Identifier.Text).ToHashSet(StringComparer.Ordinal);
        return source.DescendantNodes().Any(n => n switch
        {
            AssignmentExpressionSyntax a => fields.Contains(Bare(a.Left)),
            PostfixUnaryExpressionSyntax p => fields.Contains(Bare(p.Operand)),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } p =>
                fields.Contains(Bare(p.Operand)),
            _ => false,
        });
    }

    private static string Bare(ExpressionSyntax target) => target.ToString().Replace("this.", "", StringComparison.Ordinal);

    private static void LocalTime(BinaryExpressionSyntax binary, CSharpUnit unit)
    {
        var now = new[] { binary.Left, binary.Right }.Select(Unwrap)
            .FirstOrDefault(e => e.ToString() is "DateTime.Now" or "System.DateTime.Now");
        if (now is not null && unit.SymbolOf(now) is IPropertySymbol { ContainingType.Name: "DateTime" })
            unit.Report(CSharpRules.LocalTimeArithmetic, binary,
                $"'{binary.MemberName()}' calculates with local time: `{binary.Short()}`.");
    }

    private static ExpressionSyntax Unwrap(ExpressionSyntax expression) =>
        expression is ParenthesizedExpressionSyntax inner ? Unwrap(inner.Expression) : expression;
}
