using System.Globalization;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding.Kinds;

/// <summary>Rounds one after another, each a list of steps of its own, within a hard bound.</summary>
internal static class LoopDecider
{
    public static void GoOn(Decision decision, StepState step, LoopAction loop)
    {
        var inner = step.Inner!;
        if (inner.Open > 0)
            return;
        if (inner.LastRound?.Error is { } error)
            CompensationDecider.Fail(decision, step, error);
        else if (IsDone(decision, step, loop))
            StepDecider.Succeed(decision, step, () => Output(inner));
        else if (inner.Opened >= loop.MaxIterations)
            CompensationDecider.Fail(decision, step, OutOfRounds(loop));
        else if (loop.Delay is { } delay && inner.Opened > 0)
            decision.Emit(new StepWaiting(step.Path, step.Attempt, decision.Now + delay, null));
        else
            Open(decision, step);
    }

    /// <summary>Begins the next round.</summary>
    public static void Open(Decision decision, StepState step) =>
        decision.Emit(new ScopeOpened(step.Path, step.Inner!.Opened.ToString(CultureInfo.InvariantCulture)));

    private static bool IsDone(Decision decision, StepState step, LoopAction loop)
    {
        var inner = step.Inner!;
        if (inner.Opened > 0 && loop.Until is { } until && until.Evaluate(RunScope.OfRound(decision, step, inner.Opened - 1)).IsTruthy)
            return true;
        return loop.While is { } condition && !condition.Evaluate(RunScope.OfRound(decision, step, inner.Opened)).IsTruthy;
    }

    private static AxleError OutOfRounds(LoopAction loop) => new(
        ErrorKind.Failed,
        $"The loop reached its bound of {loop.MaxIterations} rounds and is not done. Raise 'maxIterations', or check "
        + $"{(loop.Until is { } until ? $"'until': {until.Text}" : $"'while': {loop.While!.Text}")}.");

    private static Payload Output(InnerScopes inner) => JsonObjects.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("rounds", inner.Opened);
        writer.WritePropertyName("last");
        writer.WriteRawValue((inner.LastOutput ?? Payload.Null).Utf8(), skipInputValidation: true);
        writer.WriteEndObject();
    });
}
