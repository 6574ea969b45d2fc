using System.Text.Json;
using Axle.Client.Runs;

namespace Axle.Client.DeadLetters;

/// <summary>A run that is out of options and waits for a person.</summary>
/// <param name="Id">The run.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Why"><c>failed</c>, or <c>unknownOutcome</c>: then it has steps of which nobody knows whether they took effect.</param>
/// <param name="Error">What it failed with; null when it has not failed.</param>
/// <param name="Since">When its last event was.</param>
/// <param name="Steps">The steps that it is about.</param>
public sealed record DeadLetter(
    string Id, string Workflow, RunStatus Status, string Why, RunError? Error, DateTimeOffset Since, IReadOnlyList<DeadStep> Steps);

/// <summary>A step that a dead letter is about.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Does">What it does.</param>
/// <param name="Status"><c>failed</c>, <c>unresolved</c> …</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="Error">Its last error; null when it has none.</param>
/// <param name="Input">Its input, which a redrive can change; null when it has none.</param>
public sealed record DeadStep(string Path, string Does, string Status, int Attempts, RunError? Error, JsonElement? Input);

/// <summary>An error of a run or a step.</summary>
/// <param name="Kind">Its class.</param>
/// <param name="Message">What is wrong, where, and how to mend it.</param>
public sealed record RunError(string Kind, string Message);

/// <summary>What became of an effect that must happen at most once.</summary>
public enum EffectOutcome
{
    /// <summary>It took effect: the run goes on.</summary>
    Completed,

    /// <summary>It did not: the step fails.</summary>
    Failed,

    /// <summary>It did not: it is made again.</summary>
    Retry,
}
