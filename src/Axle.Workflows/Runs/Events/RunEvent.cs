using System.Text.Json.Serialization;

namespace Axle.Workflows.Runs.Events;

/// <summary>
/// One thing that happened to a run. The events of a run, in order, are its whole truth: state is their fold. What is stored is
/// frozen: events and fields may be added, never changed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(RunPaused), "run-paused")]
[JsonDerivedType(typeof(RunResumed), "run-resumed")]
[JsonDerivedType(typeof(RunRecovered), "run-recovered")]
[JsonDerivedType(typeof(RunRolledBack), "run-rolled-back")]
[JsonDerivedType(typeof(RunCompleted), "run-completed")]
[JsonDerivedType(typeof(RunFailed), "run-failed")]
[JsonDerivedType(typeof(RunCancelled), "run-cancelled")]
[JsonDerivedType(typeof(CheckpointCreated), "checkpoint-created")]
[JsonDerivedType(typeof(VariablesSet), "variables-set")]
[JsonDerivedType(typeof(StepStarted), "step-started")]
[JsonDerivedType(typeof(StepAttemptFailed), "step-attempt-failed")]
[JsonDerivedType(typeof(StepFellBack), "step-fell-back")]
[JsonDerivedType(typeof(StepHandled), "step-handled")]
[JsonDerivedType(typeof(StepCompleted), "step-completed")]
[JsonDerivedType(typeof(StepFailed), "step-failed")]
[JsonDerivedType(typeof(StepSkipped), "step-skipped")]
[JsonDerivedType(typeof(ScopeOpened), "scope-opened")]
[JsonDerivedType(typeof(ScopeClosed), "scope-closed")]
[JsonDerivedType(typeof(StepWaiting), "step-waiting")]
[JsonDerivedType(typeof(ApprovalRequested), "approval-requested")]
[JsonDerivedType(typeof(ApprovalEscalated), "approval-escalated")]
[JsonDerivedType(typeof(SignalReceived), "signal-received")]
[JsonDerivedType(typeof(SignalIgnored), "signal-ignored")]
[JsonDerivedType(typeof(CompensationStarted), "compensation-started")]
[JsonDerivedType(typeof(UndoStarted), "undo-started")]
[JsonDerivedType(typeof(UndoEnded), "undo-ended")]
[JsonDerivedType(typeof(CompensationEnded), "compensation-ended")]
[JsonDerivedType(typeof(RunQueued), "run-queued")]
[JsonDerivedType(typeof(RunForked), "run-forked")]
[JsonDerivedType(typeof(RunMigrated), "run-migrated")]
[JsonDerivedType(typeof(RunEdited), "run-edited")]
[JsonDerivedType(typeof(StepInputEdited), "step-input-edited")]
[JsonDerivedType(typeof(StepUnresolved), "step-unresolved")]
[JsonDerivedType(typeof(BudgetSpent), "budget-spent")]
[JsonDerivedType(typeof(BudgetChanged), "budget-changed")]
[JsonDerivedType(typeof(DeadLetterDiscarded), "dead-letter-discarded")]
[JsonDerivedType(typeof(ForkPromoted), "fork-promoted")]
[JsonDerivedType(typeof(StepTurned), "step-turned")]
public abstract record RunEvent
{
    /// <summary>The payloads this event carries; stores keep the large ones beside the log.</summary>
    public virtual IEnumerable<Payload> GetPayloads() => [];
}
