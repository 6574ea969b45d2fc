using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>A message to a run from outside: stored first, then matched.</summary>
/// <param name="Run">The run it is for.</param>
/// <param name="Id">Unique for the run; the same id twice is one signal.</param>
/// <param name="Name">What it asks: one of <see cref="RunSignals"/>.</param>
/// <param name="Body">What it brings.</param>
/// <param name="By">Who sent it.</param>
/// <param name="At">When it was sent.</param>
public sealed record RunSignal(RunId Run, string Id, string Name, Payload Body, string By, DateTimeOffset At);

/// <summary>Names of the signals that every run understands.</summary>
public static class RunSignals
{
    /// <summary>Start nothing new until resumed. Body: <c>{"reason": text}</c> or <c>{}</c>.</summary>
    public const string Pause = "pause";

    /// <summary>End the run. Body: <c>{"reason": text}</c> or <c>{}</c>.</summary>
    public const string Cancel = "cancel";

    /// <summary>Go on. Body: <c>{}</c>.</summary>
    public const string Resume = "resume";

    /// <summary>Name this place. Body: <c>{"name": text}</c>.</summary>
    public const string Checkpoint = "checkpoint";
}
