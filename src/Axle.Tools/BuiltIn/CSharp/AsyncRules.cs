using Axle.Tools.Findings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>Faults around tasks and await.</summary>
internal static class AsyncRules
{
    public static void Inspect(SyntaxNode node, CSharpUnit unit)
    {
        switch (node)
        {
            case MethodDeclarationSyntax method when method.IsAsync():
                AsyncVoid(method, method.ReturnType, method.Identifier, method.ParameterList, unit);
                break;
            case LocalFunctionStatementSyntax local when local.IsAsync():
                AsyncVoid(local, local.ReturnType, local.Identifier, local.ParameterList, unit);
                break;
            case AnonymousFunctionExpressionSyntax lambda when lambda.IsAsync():
                AsyncLambda(lambda, unit);
                break;
            case MemberAccessExpressionSyntax access when access.Name.Identifier.Text is "Result" or "Wait" or "GetResult":
                SyncOverAsync(access, unit);
                break;
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } statement:
                Unawaited(statement, call, unit);
                SleepInAsync(call, unit);
                break;
            case ReturnStatementSyntax { Expression: LiteralExpressionSyntax literal } when literal.IsKind(SyntaxKind.NullLiteralExpression):
                NullTask(node, unit);
                break;
        }
    }

    private static void AsyncVoid(SyntaxNode function, TypeSyntax returned, SyntaxToken name, ParameterListSyntax parameters,
        CSharpUnit unit)
    {
        if (returned is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } || LooksLikeHandler(parameters, unit))
            return;
        var (message, severity) = function switch
        {
            MethodDeclarationSyntax method when method.Modifiers.Any(SyntaxKind.OverrideKeyword) ||
                method.ExplicitInterfaceSpecifier is not null =>
                ($"'{name.Text}' is async void because the member it overrides returns void.", Severity.Low),
            // A framework that calls by attribute may ask for void.
            MethodDeclarationSyntax { AttributeLists: [{ Attributes: [var attribute, ..] }, ..] } =>
                ($"'{name.Text}' is async void; it is called through [{attribute.Name}].", Severity.Medium),
            _ => ($"'{name.Text}' is async void and not an event handler.", (Severity?)null),
        };
        unit.Report(CSharpRules.AsyncVoid, name, message, severity, severity is null ? null : 0.7);
    }

    private static bool LooksLikeHandler(ParameterListSyntax parameters, CSharpUnit unit) =>
        parameters.Parameters.Count >= 1 && parameters.Parameters.Any(p =>
            p.Type is { } type &&
                (type.ToString().TrimEnd('?').EndsWith("EventArgs", StringComparison.Ordinal) || unit.TypeOf(type).Is("EventArgs")));

    private static void AsyncLambda(AnonymousFunctionExpressionSyntax lambda, CSharpUnit unit)
    {
        if (lambda.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression })
            return;
        if (unit.Model.GetTypeInfo(lambda).ConvertedType is not INamedTypeSymbol { TypeKind: TypeKind.Delegate } target)
            return;
        if (target.DelegateInvokeMethod is not { ReturnsVoid: true } invoke || invoke.Parameters.Any(p => p.Type.Is("EventArgs")))
            return;
        unit.Report(CSharpRules.AsyncLambdaAsAction, lambda,
            $"An async lambda in '{lambda.MemberName()}' is passed as {target.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}, which returns void.");
    }

    private static void SyncOverAsync(MemberAccessExpressionSyntax access, CSharpUnit unit)
    {
        var name = access.Name.Identifier.Text;
        var receiver = access.Expression;
        if (name is "Wait" or "GetResult" && access.Parent is not InvocationExpressionSyntax)
            return;
        if (name is "GetResult")
        {
            if (AwaiterTarget(receiver) is not { } target)
                return;
            receiver = target;
        }

        var task = unit.TypeOf(receiver);
        if (!task.IsTask() || (name is "Wait" && task!.Name is "ValueTask") || IsKnownCompleted(access, receiver))
            return;
        // Reading .Result inside a continuation or a nameof does not block.
        if (access.Ancestors().OfType<InvocationExpressionSyntax>().Any(i => Name(i.Expression) is "ContinueWith" or "nameof"))
            return;
        var (severity, place) = Setting(access);
        unit.Report(CSharpRules.SyncOverAsync, access.Name,
            $"'{access.MemberName()}' blocks on the task `{receiver.Short()}` with {(name is "Result" ? ".Result" : name is "Wait" ? ".Wait()" : ".GetAwaiter().GetResult()")}{place}.",
            severity);
    }

    private static (Severity? Severity, string Place) Setting(SyntaxNode node)
    {
        if (node.Function().IsAsync())
            return (Severity.High, " inside an async function");
        if (RunsOnOwnThread(node))
            return (Severity.Info, ", on a thread of its own");
        return node.MemberName() switch
        {
            "Main" => (Severity.Info, ", at the program's entry"),
            "Dispose" => (Severity.Low, ", in Dispose, which cannot await"),
            _ => (null, ""),
        };
    }

    /// <summary>The function is what a new thread runs: it may block, no thread of the pool waits.</summary>
    private static bool RunsOnOwnThread(SyntaxNode node)
    {
        var type = node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault();
        var name = node.MemberName();
        bool IsIt(ArgumentListSyntax? arguments) => arguments?.Arguments.FirstOrDefault()?.Expression switch
        {
            IdentifierNameSyntax method => method.Identifier.Text == name,
            AnonymousFunctionExpressionSyntax lambda => lambda.Span.Contains(node.Span) || lambda.Body is InvocationExpressionSyntax call
                && Name(call.Expression) == name,
            _ => false,
        };
        return type is not null && type.DescendantNodes().Any(n => n switch
        {
            ObjectCreationExpressionSyntax { Type: var created } creation => created.ToString() is "Thread" or "System.Threading.Thread" && IsIt(creation.ArgumentList),
            InvocationExpressionSyntax call => Name(call.Expression) is "StartNew"
                && call.ArgumentList.ToString().Contains("LongRunning", StringComparison.Ordinal) && IsIt(call.ArgumentList),
            _ => false,
        });
    }

    private static ExpressionSyntax? AwaiterTarget(ExpressionSyntax receiver)
    {
        if (receiver is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetAwaiter" } awaiter })
            return null;
        return awaiter.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ConfigureAwait" } configured }
            ? configured.Expression
            : awaiter.Expression;
    }

    /// <summary>The function awaits the task (or all tasks) or tests its state before the read, so that the read does not block.</summary>
    private static bool IsKnownCompleted(SyntaxNode access, ExpressionSyntax receiver)
    {
        var text = receiver.WithoutTrivia().ToString();
        var scope = (SyntaxNode?)access.Ancestors()
            .FirstOrDefault(n => n is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax)
            ?? access.SyntaxTree.GetRoot();
        foreach (var node in scope.DescendantNodes())
        {
            if (node.SpanStart > access.SpanStart)
                break;
            switch (node)
            {
                case AwaitExpressionSyntax await when AwaitsIt(await.Expression.ToString(), text):
                case MemberAccessExpressionSyntax { Name.Identifier.Text: "IsCompleted" or "IsCompletedSuccessfully" or "Status" or "IsFaulted" } state
                    when state.Expression.ToString() == text:
                    return true;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Wait" } wait }
                    when wait.Expression.ToString() == text && !wait.Span.Contains(access.Span):
                    return true;
                case InvocationExpressionSyntax call when Name(call.Expression) is "WaitAll" &&
                    call.ArgumentList.ToString().Contains(text, StringComparison.Ordinal):
                    return true;
            }
        }

        return text is "Task.CompletedTask" || text.StartsWith("Task.FromResult", StringComparison.Ordinal);
    }

    private static bool AwaitsIt(string awaited, string task) =>
        awaited == task || awaited.StartsWith(task + ".", StringComparison.Ordinal) ||
        awaited.Contains("WhenAll(", StringComparison.Ordinal) || awaited.Contains("WhenAny(", StringComparison.Ordinal);

    private static void Unawaited(ExpressionStatementSyntax statement, InvocationExpressionSyntax call, CSharpUnit unit)
    {
        var name = Name(call.Expression);
        if (name is "ContinueWith" or "Forget" or "SafeFireAndForget" or "FireAndForget")
            return;
        // A fluent assertion or a mock's set-up returns itself; only real task types count.
        if (!unit.TypeOf(call).IsTask())
            return;
        var free = name is "Run" or "StartNew";
        unit.Report(CSharpRules.UnawaitedTask, statement,
            free
                ? $"'{statement.MemberName()}' starts `{call.Expression.Short()}` and nobody observes the task."
                : $"'{statement.MemberName()}' calls `{call.Expression.Short()}`, which returns {unit.TypeOf(call)!.Name}, without awaiting it.",
            free ? Severity.Low : null);
    }

    private static void SleepInAsync(InvocationExpressionSyntax call, CSharpUnit unit)
    {
        if (call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "Sleep", Expression: var receiver } &&
            receiver.ToString() is "Thread" or "System.Threading.Thread" && call.Function().IsAsync())
        {
            unit.Report(CSharpRules.SleepInAsync, call, $"The async function in '{call.MemberName()}' calls Thread.Sleep.");
        }
    }

    private static void NullTask(SyntaxNode statement, CSharpUnit unit)
    {
        var function = statement.Function();
        if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax) || function.IsAsync())
            return;
        var returned = function is MethodDeclarationSyntax method ? method.ReturnType : ((LocalFunctionStatementSyntax)function).ReturnType;
        if (returned is NullableTypeSyntax || !unit.TypeOf(returned).IsTask() || unit.TypeOf(returned)!.IsValueType)
            return;
        unit.Report(CSharpRules.NullTask, statement, $"'{statement.MemberName()}' returns null where a {returned.Short()} is expected.");
    }

    private static string? Name(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
        IdentifierNameSyntax name => name.Identifier.Text,
        GenericNameSyntax name => name.Identifier.Text,
        _ => null,
    };
}
