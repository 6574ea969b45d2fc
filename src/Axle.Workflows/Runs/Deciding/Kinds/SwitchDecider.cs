using System.Globalization;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding.Kinds;

/// <summary>The steps of the first case that matches.</summary>
internal static class SwitchDecider
{
    public static void Choose(Decision decision, StepState step, SwitchAction choice)
    {
        var scope = RunScope.For(decision, step);
        var value = choice.On is { } on ? ExpressionValue.FromJson(on.Evaluate(scope)) : default;
        for (var i = 0; i < choice.Cases.Length; i++)
        {
            if (Matches(choice.Cases[i], value, scope))
            {
                decision.Emit(new ScopeOpened(step.Path, i.ToString(CultureInfo.InvariantCulture)));
                return;
            }
        }

        if (choice.Default.IsDefaultOrEmpty)
            StepDecider.Succeed(decision, step, static () => Payload.EmptyObject);
        else
            decision.Emit(new ScopeOpened(step.Path, ScopeFold.Default));
    }

    private static bool Matches(SwitchCase @case, in ExpressionValue value, RunScope scope) =>
        @case.When is { } when ? when.Evaluate(scope).IsTruthy : Expressions.Values.Comparison.AreEqual(value, ExpressionValue.Of(@case.Value));
}
