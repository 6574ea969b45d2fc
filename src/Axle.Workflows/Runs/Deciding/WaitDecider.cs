using System.Globalization;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Deciding.Kinds;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides about waits: for a time, for a signal, for the next round of a loop. Approvals wait too, see <see cref="ApprovalDecider"/>.</summary>
internal static class WaitDecider
{
    public static void Begin(Decision decision, StepState step, WaitAction wait, RunScope scope)
    {
        var (attempt, now) = (step.Attempt + 1, decision.Now);
        if (wait.Signal is { } signal)
        {
            var name = scope.Text(signal);
            if (name.Length is 0 or > 200 || RunSignals.IsReserved(name))
                throw new AxleException(ErrorKind.Validation, $"A step cannot wait for a signal named '{name}'. Use 1 to 200 characters, and no name that every run understands, such as 'pause'.");
            decision.Emit(new StepWaiting(step.Path, attempt, wait.Timeout is { } limit ? now + limit : null, name));
            return;
        }

        var until = wait.Duration is { } duration ? now + duration : Time(scope.Text(wait.Until!));
        decision.Emit(new StepWaiting(step.Path, attempt, until, null));
        GoOn(decision, step);
    }

    /// <summary>Ends a wait whose time has come, or whose signal is there.</summary>
    public static void GoOn(Decision decision, StepState step)
    {
        if (step.Wait is not { Question: null } wait)
            return;
        if (wait.Signal is { } name && decision.State.Mailbox.For(step, name) is { } letter)
            StepDecider.Succeed(decision, step, step.Attempt, letter.Body, [], signal: letter.Id);
        else if (wait.Until <= decision.Now)
            Over(decision, step, wait);
    }

    private static void Over(Decision decision, StepState step, StepWait wait)
    {
        if (step.Action is LoopAction)
            LoopDecider.Open(decision, step);
        else if (wait.Signal is { } name)
            StepDecider.FailAttempt(decision, step, new AxleError(ErrorKind.Timeout, $"Signal '{name}' did not come in time."), 0.5);
        else
            StepDecider.Succeed(decision, step, step.Attempt, JsonObjects.Build(writer => WriteTime(writer, wait.Until!.Value)), []);
    }

    private static void WriteTime(Utf8JsonWriter writer, DateTimeOffset time)
    {
        writer.WriteStartObject();
        writer.WriteString("at", time.UtcDateTime);
        writer.WriteEndObject();
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new AxleException(ErrorKind.Validation, $"'until' is '{text}', which is not a point in time. Write it like 2030-01-01T09:00:00Z.");
}
