using Axle.Workflows.Expressions;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides whether a result may stand: every check of the step's gate must hold.</summary>
internal static class GateDecider
{
    /// <summary>The first check that does not hold; null when all do.</summary>
    public static AxleError? Fault(Decision decision, StepState step, Payload output)
    {
        if (step.Definition.Gate.IsEmpty)
            return null;
        var scope = RunScope.OfResult(decision, step, output);
        foreach (var check in step.Definition.Gate)
        {
            try
            {
                if (!check.Check.Evaluate(scope).IsTruthy)
                    return new AxleError(ErrorKind.Failed, check.Message ?? $"The result does not pass the gate: {check.Name ?? check.Check.Text}");
            }
            catch (ExpressionException exception)
            {
                return new AxleError(ErrorKind.Failed, $"The gate '{check.Name ?? check.Check.Text}' cannot be computed: {exception.Message}");
            }
        }

        return null;
    }
}
