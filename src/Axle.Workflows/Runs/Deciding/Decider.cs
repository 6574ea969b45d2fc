namespace Axle.Workflows.Runs.Deciding;

/// <summary>
/// The heart: (state, command) → events. No clock, no input or output, no randomness: they come with the command, so every
/// decision can be made again in a test.
/// </summary>
public static class Decider
{
    /// <summary>Decides what a command means and adds the events to the decision.</summary>
    public static void Decide(Decision decision, RunCommand command)
    {
        switch (command)
        {
            case BeginRun begin:
                RunDecider.Begin(decision, begin);
                break;
            case QueueRun queue:
                RunDecider.Queue(decision, queue.Begin);
                break;
            case AdmitRun:
                RunDecider.Admit(decision);
                break;
            case CompleteStep complete:
                StepDecider.Complete(decision, complete);
                break;
            case FailStep fail:
                StepDecider.Fail(decision, fail);
                break;
            case TakeUpStep takeUp:
                TimeDecider.TakeUp(decision, takeUp);
                break;
            case ReceiveSignal receive:
                SignalDecider.Receive(decision, receive.Signal);
                break;
            case CheckTime check:
                TimeDecider.Check(decision, check.Jitter);
                break;
            case GoOnFromRollback goOn:
                RecoveryDecider.Settle(decision);
                RecoveryDecider.Orphaned(decision);
                TimeDecider.Check(decision, goOn.Jitter);
                break;
            case RecoverRun recover:
                RecoveryDecider.Recover(decision, recover.By);
                break;
            case ResumeRun resume:
                RecoveryDecider.Resume(decision, resume);
                break;
            case MigrateRun migrate:
                MigrationDecider.Migrate(decision, migrate);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command, "Not a command of this version.");
        }

        Scheduler.Advance(decision);
    }

    /// <summary>Decides what the decision before left, as it was full.</summary>
    public static void GoOn(Decision decision) => Scheduler.Advance(decision);
}
