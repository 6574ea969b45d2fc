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
public sealed record BeginRun(string Definition, Payload Inputs, ImmutableDictionary<string, string> Attributes, string By) : RunCommand;

/// <summary>An attempt brought a result.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">Which attempt; results of other attempts than the current one are ignored.</param>
/// <param name="Output">The output.</param>
/// <param name="Decisions">What was decided on the way.</param>
public sealed record CompleteStep(string Path, int Attempt, Payload Output, ImmutableArray<StepDecision> Decisions) : RunCommand;

/// <summary>An attempt failed.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">Which attempt; failures of other attempts than the current one are ignored.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Jitter">A random number from 0 to 1 for the wait before the next attempt.</param>
public sealed record FailStep(string Path, int Attempt, AxleError Error, double Jitter) : RunCommand;

/// <summary>A signal came.</summary>
/// <param name="Signal">The signal.</param>
public sealed record ReceiveSignal(RunSignal Signal) : RunCommand;

/// <summary>Time has passed: what is due now?</summary>
/// <param name="Jitter">A random number from 0 to 1 for waits before next attempts.</param>
public sealed record CheckTime(double Jitter) : RunCommand;

/// <summary>Go on where a process that is gone left the run.</summary>
/// <param name="By">Who takes over.</param>
public sealed record RecoverRun(string By) : RunCommand;

/// <summary>Go on from where a rollback led, which may be in the midst of a decision.</summary>
/// <param name="Jitter">A random number from 0 to 1 for waits before next attempts.</param>
public sealed record GoOnFromRollback(double Jitter) : RunCommand;

/// <summary>Go on after a pause, or after a failure.</summary>
/// <param name="By">Who asks.</param>
public sealed record ResumeRun(string By) : RunCommand;
