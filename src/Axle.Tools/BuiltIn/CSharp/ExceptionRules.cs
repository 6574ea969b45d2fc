using Axle.Tools.Findings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>Faults in catching and throwing.</summary>
internal static class ExceptionRules
{
    public static void Inspect(SyntaxNode node, CSharpUnit unit)
    {
        switch (node)
        {
            case CatchClauseSyntax clause:
                Swallowed(clause, unit);
                break;
            case ThrowStatementSyntax { Expression: IdentifierNameSyntax name } statement:
                ThrowEx(statement, name, unit);
                break;
        }
    }

    private static void Swallowed(CatchClauseSyntax clause, CSharpUnit unit)
    {
        if (clause.Filter is not null || !CatchesAll(clause))
            return;
        var caught = clause.Declaration is null ? "every exception" : "every Exception";
        if (clause.Block.Statements.Count == 0)
        {
            var explained = clause.Block.DescendantTrivia()
                .Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia));
            unit.Report(CSharpRules.SwallowedException, clause.CatchKeyword,
                $"'{clause.MemberName()}' catches {caught} and does nothing{(explained ? "; a comment gives a reason" : "")}.",
                explained ? Severity.Info : null);
            return;
        }

        if (!LosesCause(clause))
            return;
        unit.Report(CSharpRules.CatchAll, clause.CatchKeyword,
            $"'{clause.MemberName()}' catches {caught} and goes on without using it (`{clause.Block.Statements[0].Short()}`).");
    }

    private static bool CatchesAll(CatchClauseSyntax clause) =>
        clause.Declaration is null || clause.Declaration.Type.ToString() is "Exception" or "System.Exception";

    /// <summary>The block only returns a fixed value, goes on or breaks: nothing in it can have kept or told the cause.</summary>
    private static bool LosesCause(CatchClauseSyntax clause)
    {
        if (clause.Block.Statements.Count != 1)
            return false;
        return clause.Block.Statements[0] switch
        {
            ReturnStatementSyntax returned =>
                returned.Expression is null or LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or DefaultExpressionSyntax &&
                (clause.Declaration?.Identifier.Text is not { Length: > 0 } name ||
                    returned.Expression?.ToString().Contains(name, StringComparison.Ordinal) != true),
            ContinueStatementSyntax or BreakStatementSyntax => true,
            _ => false,
        };
    }

    private static void ThrowEx(ThrowStatementSyntax statement, IdentifierNameSyntax name, CSharpUnit unit)
    {
        foreach (var ancestor in statement.Ancestors())
        {
            if (ancestor.IsFunction())
                return;
            if (ancestor is not CatchClauseSyntax clause)
                continue;
            if (clause.Declaration?.Identifier.Text != name.Identifier.Text)
                return;
            var reassigned = clause.Block.DescendantNodes().OfType<AssignmentExpressionSyntax>()
                .Any(a => a.Left is IdentifierNameSyntax left && left.Identifier.Text == name.Identifier.Text);
            if (!reassigned)
                unit.Report(CSharpRules.ThrowEx, statement,
                    $"'{statement.MemberName()}' throws the caught '{name.Identifier.Text}' again.");
            return;
        }
    }
}
