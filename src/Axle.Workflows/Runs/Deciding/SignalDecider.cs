using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>
/// Decides what signals from outside mean: pause, resume, cancel, name a checkpoint. One that does not fit the state is used up without
/// effect.
/// </summary>
internal static class SignalDecider
{
    public static void Receive(Decision decision, RunSignal signal)
    {
        var status = decision.State.Status;
        decision.Consume(signal.Id);
        switch (signal.Name)
        {
            case RunSignals.Pause when status == RunStatus.Executing:
                decision.Emit(new RunPaused(signal.By, Text(signal, "reason")));
                break;
            case RunSignals.Resume when status == RunStatus.Paused:
                decision.Emit(new RunResumed(signal.By));
                break;
            case RunSignals.Cancel when !status.IsEnded():
                decision.Emit(new RunCancelled(signal.By, Text(signal, "reason")));
                break;
            case RunSignals.Checkpoint when Text(signal, "name") is { Length: > 0 } name:
                decision.Emit(new CheckpointCreated(name, signal.By));
                break;
        }
    }

    private static string? Text(RunSignal signal, string name) =>
        signal.Body.Value.ValueKind == JsonValueKind.Object
        && signal.Body.Value.TryGetProperty(name, out var text)
        && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
