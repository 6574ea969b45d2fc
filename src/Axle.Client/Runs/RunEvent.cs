using System.Text.Json;

namespace Axle.Client.Runs;

/// <summary>Something that happened in a run.</summary>
/// <param name="Seq">Its place in the history, from 1, without gaps.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Type">What happened: <c>step-completed</c> …</param>
/// <param name="Path">Address of the step that it happened to; null for the run itself.</param>
/// <param name="Data">What else is to be known of it.</param>
public sealed record RunEvent(long Seq, DateTimeOffset At, string Type, string? Path, JsonElement Data)
{
    /// <summary>Whether the run has ended with it.</summary>
    public bool IsEnd() => Type is "run-completed" or "run-failed" or "run-cancelled";
}
