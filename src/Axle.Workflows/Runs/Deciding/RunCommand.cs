using System.Collections.Immutable;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>What a run is told. With the state it decides what happens next; time and randomness come with it.</summary>
public abstract record RunCommand;

/// <summary>Begin.</summary>
/// <param name="Definition">Hash of the definition.</param>
/// <param name="Inputs">Checked inputs, defaults filled in.</param>
/// <param name="Attributes">Facts the host gives the run.</param>
/// <param name="By">Who starts it.</param>
/// <param name="Admission">The concurrency group it belongs to; null for none.</param>
/// <param name="Fork">The run that it replays; null when it replays none.</param>
public sealed record BeginRun(
    string Definition,
    Payload Inputs,
    ImmutableDictionary<string, string> Attributes,
    string By,
    GroupAdmission? Admission = null,
    ForkRun? Fork = null) : RunCommand;

/// <summary>Begin when the concurrency group has room.</summary>
/// <param name="Begin">What to begin with.</param>
public sealed record QueueRun(BeginRun Begin) : RunCommand;

/// <summary>The group has room: begin.</summary>
public sealed record AdmitRun : RunCommand;

/// <summary>Go another way than the run whose events this one shares so far.</summary>
/// <param name="Parent">That run.</param>
/// <param name="Seq">The last event that both share.</param>
/// <param name="Edits">Inputs and variables that differ.</param>
/// <param name="By">Who forks it.</param>
/// <param name="Attributes">Facts of the run that differ; null for none.</param>
public sealed record ForkRun(RunId Parent, long Seq, RunEdits Edits, string By, ImmutableDictionary<string, string>? Attributes = null);

/// <summary>What a person changes about a run.</summary>
/// <param name="Inputs">All inputs anew; null to keep them.</param>
/// <param name="Variables">Variables with a new value; null for none.</param>
/// <param name="Steps">Inputs of steps by address; null for none.</param>
public sealed record RunEdits(Payload? Inputs, Payload? Variables, ImmutableDictionary<string, Payload>? Steps)
{
    /// <summary>No change.</summary>
    public static RunEdits None { get; } = new(null, null, null);
}

/// <summary>Go on under another definition.</summary>
/// <param name="Workflows">The definition with what it uses.</param>
/// <param name="Definition">Its hash.</param>
/// <param name="By">Who asks.</param>
public sealed record MigrateRun(PinnedWorkflows Workflows, string Definition, string By) : RunCommand;

/// <summary>A worker takes up an attempt: its time limit counts from now.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">Which attempt.</param>
public sealed record TakeUpStep(string Path, int Attempt) : RunCommand;

/// <summary>An attempt brought a result.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">Which attempt; results of other attempts than the current one are ignored.</param>
/// <param name="Output">The output.</param>
/// <param name="Decisions">What was decided on the way.</param>
/// <param name="Usage">What it spent on models; null for nothing.</param>
/// <param name="Jitter">A random number from 0 to 1, should the result not pass its gate.</param>
public sealed record CompleteStep(
    string Path, int Attempt, Payload Output, ImmutableArray<StepDecision> Decisions, ModelUsage? Usage = null, double Jitter = 0.5) : RunCommand
{
    /// <summary>Null for a result; else the output is the note of a turn, and this is what comes before the next one.</summary>
    public NextSteps? Next { get; init; }
}

/// <summary>An attempt failed.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">Which attempt; failures of other attempts than the current one are ignored.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Jitter">A random number from 0 to 1 for the wait before the next attempt.</param>
/// <param name="Usage">What it spent on models all the same; null for nothing.</param>
public sealed record FailStep(string Path, int Attempt, AxleError Error, double Jitter, ModelUsage? Usage = null) : RunCommand
{
    /// <summary>What was decided until it failed.</summary>
    public ImmutableArray<StepDecision> Decisions { get; init; } = [];
}

/// <summary>A signal came.</summary>
/// <param name="Signal">The signal.</param>
public sealed record ReceiveSignal(RunSignal Signal) : RunCommand;

/// <summary>Time has passed: what is due now?</summary>
/// <param name="Jitter">A random number from 0 to 1 for waits before next attempts.</param>
public sealed record CheckTime(double Jitter) : RunCommand;

/// <summary>Go on where a process that is gone left the run; one that is paused stays so.</summary>
/// <param name="By">Who takes over.</param>
public sealed record RecoverRun(string By) : RunCommand;

/// <summary>Go on from where a rollback led, which may be in the midst of a decision.</summary>
/// <param name="Jitter">A random number from 0 to 1 for waits before next attempts.</param>
public sealed record GoOnFromRollback(double Jitter) : RunCommand;

/// <summary>Go on after a pause, or after a failure.</summary>
/// <param name="By">Who asks.</param>
/// <param name="IsOrphaned">Whether no process waits for the attempts that were in flight: they are made again.</param>
/// <param name="Edits">What is changed before; null for nothing.</param>
public sealed record ResumeRun(string By, bool IsOrphaned = false, RunEdits? Edits = null) : RunCommand;
