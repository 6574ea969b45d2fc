using System.Text.Json;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Tests.Expressions;

/// <summary>Short forms for tests.</summary>
internal static class Evaluate
{
    public static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public static ExpressionScope Scope(string contexts = "{}")
    {
        var scope = new ExpressionScope(Now);
        foreach (var context in JsonDocument.Parse(contexts).RootElement.EnumerateObject())
        {
            scope.With(context.Name, context.Value);
        }

        return scope;
    }

    /// <summary>The value as compact JSON.</summary>
    public static string Json(string expression, string contexts = "{}", ExpressionBudget? budget = null) =>
        Expression.Parse(expression).Evaluate(Scope(contexts), budget).ToJson().GetRawText();

    public static ExpressionFault Fault(string expression, string contexts = "{}", ExpressionBudget? budget = null) =>
        Should.Throw<ExpressionException>(() => Expression.Parse(expression).Evaluate(Scope(contexts), budget)).Fault;
}
