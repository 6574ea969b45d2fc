using System.Collections.Frozen;
using Axle.Workflows.Payloads;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>A message to a run from outside: stored first, then matched.</summary>
/// <param name="Run">The run it is for.</param>
/// <param name="Id">Unique for the run; the same id twice is one signal.</param>
/// <param name="Name">What it asks: one of <see cref="RunSignals"/>, or a name that a <c>wait</c> step waits for.</param>
/// <param name="Body">What it brings.</param>
/// <param name="By">Who sent it.</param>
/// <param name="At">When it was sent.</param>
public sealed record RunSignal(RunId Run, string Id, string Name, Payload Body, string By, DateTimeOffset At);

/// <summary>Names of the signals that every run understands. Steps cannot wait for them.</summary>
public static class RunSignals
{
    /// <summary>The largest body that is taken: it stays with its run until a step takes it.</summary>
    public const int LargestBody = 16 * 1024 * 1024;

    private const int LongestName = 200;

    /// <summary>Start nothing new until resumed. Body: <c>{"reason": text}</c> or <c>{}</c>.</summary>
    public const string Pause = "pause";

    /// <summary>
    /// End the run, after undoing what names how to undo it. Body: <c>{"reason": text, "compensate": false}</c> (to undo nothing) or <c>{}</c>.
    /// </summary>
    public const string Cancel = "cancel";

    /// <summary>Go on. Body: <c>{}</c>.</summary>
    public const string Resume = "resume";

    /// <summary>Name this place. Body: <c>{"name": text}</c>.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>
    /// Answer an approval. Body: <c>{"path": step, "decision": "approve" or "reject", "parameters": {…}, "comment": text}</c>; the last two may be
    /// left out.
    /// </summary>
    public const string Answer = "answer";

    /// <summary>
    /// Say what became of an effect of unknown outcome. Body: <c>{"path": step, "outcome": "completed", "failed" or "retry", "output": …}</c>.
    /// </summary>
    public const string Resolve = "resolve";

    /// <summary>Set what the run may spend in all, and go on. Body: <c>{"usd": number, "tokens": number, "calls": number}</c>, each optional.</summary>
    public const string Budget = "budget";

    /// <summary>Nothing more is to be done about a run that failed. Body: <c>{"reason": text}</c> or <c>{}</c>.</summary>
    public const string Discard = "discard";

    /// <summary>Undo what an ended run did. Body: <c>{"reason": text}</c> or <c>{}</c>.</summary>
    public const string Compensate = "compensate";

    /// <summary>
    /// Undo what completed after an event, then go back there when resumed. Body: <c>{"seq": number, "checkpoint": text}</c>.
    /// </summary>
    public const string Rollback = "rollback";

    /// <summary>
    /// Change inputs, variables or the input of a step that failed or has not begun. Body:
    /// <c>{"inputs": {…}, "variables": {…}, "steps": {path: input}}</c>, each optional.
    /// </summary>
    public const string Edit = "edit";

    /// <summary>A fork of this run was chosen: end the run if it has not ended. Body: <c>{"fork": run}</c>.</summary>
    public const string Promote = "promote";

    private static readonly FrozenSet<string> Reserved = new[]
    {
        Pause, Cancel, Resume, Checkpoint, Answer, Resolve, Budget, Discard, Compensate, Rollback, Edit, Promote,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether every run understands it, so that no step can wait for it.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    /// <summary>Checks a signal before it is stored.</summary>
    /// <exception cref="AxleException">Validation: its body is too large, or its name none that a step can wait for.</exception>
    public static void Check(string name, Payload body)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(body);
        if (name.Length is 0 or > LongestName)
            throw new AxleException(ErrorKind.Validation, $"The name of a signal has 1 to {LongestName} characters, not {name.Length}.");
        PayloadReading.CheckSize(body.Size, $"the body of signal '{name}'", LargestBody);
    }
}
