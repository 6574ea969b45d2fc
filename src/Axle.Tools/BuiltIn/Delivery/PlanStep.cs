namespace Axle.Tools.BuiltIn.Delivery;

/// <summary>One command of a plan.</summary>
/// <param name="Argv">Program and arguments; started as they are, without a shell.</param>
/// <param name="Directory">Where it runs, relative to the workspace; <c>.</c> for the workspace itself.</param>
/// <param name="Why">Why it is in the plan.</param>
/// <param name="BasedOn">Files that led to it.</param>
/// <param name="Effect">What it changes.</param>
/// <param name="Prerequisite">Program that it needs.</param>
/// <param name="Available">Whether that program was found on this machine.</param>
public sealed record PlanStep(
    IReadOnlyList<string> Argv,
    string Directory,
    string Why,
    IReadOnlyList<string> BasedOn,
    string Effect,
    string Prerequisite,
    bool Available);

/// <summary>What a command did.</summary>
/// <param name="Argv">Program and arguments.</param>
/// <param name="ExitCode">0 means success.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Output">The last 64 KiB of its output and errors, as they came.</param>
public sealed record StepResult(IReadOnlyList<string> Argv, int ExitCode, double Seconds, string Output);

/// <summary>Result of <c>delivery.plan</c>.</summary>
/// <param name="Operation">What was asked for.</param>
/// <param name="Applied">Whether the steps were carried out.</param>
/// <param name="Plan">The steps in order; empty when there is nothing to do.</param>
/// <param name="Results">What the steps did; empty when only planned.</param>
/// <param name="Note">What to know: planned only, or what was looked for and not found.</param>
public sealed record DeliveryReport(string Operation, bool Applied, IReadOnlyList<PlanStep> Plan, IReadOnlyList<StepResult> Results,
    string Note);
