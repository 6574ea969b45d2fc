using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;
using static Axle.Workflows.Runs.RunStatus;

namespace Axle.Workflows.Tests.Patterns;

/// <summary>All patterns, in the order of the page.</summary>
internal static class PatternList
{
    public static IReadOnlyList<Pattern> All { get; } = [.. Order(), .. Repetition(), .. Failure(), .. Waiting(), .. Limits(), .. Ends(), .. Afterwards()];

    public static Pattern Find(string name) => All.Single(p => p.Name == name);

    private static Pattern[] Order() =>
    [
        new("sequence", "Sequence", "Durable Task: function chaining. Temporal, Restate, DBOS: activities or steps awaited one after another.", Completed, "2"),
        new("parallel", "Parallel and join", "Durable Task: fan-out/fan-in. Temporal: several activities awaited together. Restate: promise combinators.", Completed, "left"),
        new("conditional", "Condition", "`if` in the code of a workflow.", Completed, "skipped"),
        new("switch", "Switch", "`switch` in the code of a workflow.", Completed, "slowly"),
        new("idempotent-start", "Idempotent start", "Temporal: one run of a workflow id. Restate: idempotency key. DBOS: workflow id. Durable Task: instance id.", Completed, "ordered")
        {
            Starts = 2,
            IsOneStart = true,
            Start = "`ax workflow execute samples/patterns/idempotent-start.yaml --allow-run --run-id order-7` twice; the second is told that there is that run. "
                + "In C#, `StartRun.Key` gives the same run again; schedules start their runs with such keys",
        },
        new("sub-workflow", "Sub-workflow", "Temporal, DBOS: child workflow. Durable Task: sub-orchestration. Restate: a call of another service.", Completed, "Hello Ada"),
    ];

    private static Pattern[] Repetition() =>
    [
        new("loop-until", "Loop until", "A loop in code; Temporal: continue-as-new, and Durable Task: eternal orchestration, when the history would grow too long.", Completed, "\"rounds\":3"),
        new("loop-while", "Loop while, with a delay", "Durable Task: monitor. Temporal, Restate, DBOS: a loop with a timer or sleep.", Completed, "\"rounds\":3"),
        new("for-each", "For each, some at once", "Durable Task: fan-out/fan-in. DBOS: a queue with a concurrency. Temporal: a loop with a semaphore.", Completed, "green"),
        new("for-each-batches", "For each, in batches", "Code in all of them.", Completed, "2 items"),
        new("for-each-continue", "For each, going on after failures", "Code that catches per item.", Completed, "\"index\":1"),
        new("for-each-fail-at-end", "For each, failing at the end", "Code that collects the errors.", Failed, "each"),
    ];

    private static Pattern[] Failure() =>
    [
        new("retry", "Retry with backoff", "Temporal, Durable Task, Restate: retry policy. DBOS: `retriesAllowed` of a step.", Completed, "completed"),
        new("timeout", "Time limits", "Temporal: start-to-close and schedule-to-close timeout. Durable Task: a race with a timer. Restate: `orTimeout`. DBOS: workflow timeout.", Failed, "timeout"),
        new("fallback", "Fallback", "`catch` in code.", Completed, "yes"),
        new("error-handler", "Error handler by kind", "`catch` by type in code.", Completed, "because it was tool"),
        new("continue-on-error", "Going on after a failure", "`catch` in code.", Completed, "failed"),
        new("gate", "Gate", "Code that checks and throws.", Failed, "Some tests failed"),
        new("saga", "Saga", "Temporal, Restate, Durable Task, DBOS: compensation written in `catch` (a `Saga` class in Temporal's Java SDK).", Completed, "no trip"),
        new("run-compensation", "Compensation of a run", "The same, around all of a workflow.", Failed, "does not answer"),
        new("effect-once", "Effect at most once", "Temporal: an activity of one attempt, at most once. Others: idempotency keys.", Completed, "receipt")
        {
            Answers = static (happened, shell) => happened is StepUnresolved unresolved
                ? Deed.Signal(
                    RunSignals.Resolve, $$"""{"path":"{{unresolved.Path}}","outcome":"{{(shell.Did("pay") ? "completed" : "retry")}}"}""", unresolved.Attempt)
                : null,
            AndTheWorld = static shell => shell.Begun.Count(static b => b.Path == "pay").ShouldBe(1, "it was paid twice"),
            Meanwhile = "`ax deadletter resolve latest pay --outcome completed`",
        },
        new("dead-letter", "Dead letter", "Queues: dead letter queue. Temporal: reset of a failed workflow. Restate: resume. DBOS: resume, fork.", Completed, "completed")
        {
            Answers = static (happened, _) => happened is RunFailed ? Deed.Resume() : null,
            Afterwards = "`ax deadletter list` shows it, `ax deadletter redrive latest` has it go on",
        },
    ];

    private static Pattern[] Waiting() =>
    [
        new("wait-duration", "Wait", "Temporal, Durable Task: timer. Restate, DBOS: sleep.", Completed, "after"),
        new("wait-signal", "Signal", "Temporal: signal. Durable Task: external event. Restate: awakeable, durable promise. DBOS: `recv`.", Completed, "\"amount\":12")
        {
            Answers = static (happened, _) => happened is StepWaiting { Signal: "paid" } ? Deed.Signal("paid", """{"amount":12}""") : null,
            Meanwhile = "`ax workflow signal latest paid --body '{\"amount\": 12}'`",
        },
        new("approval", "Approval", "Durable Task: human interaction. Others: a signal and a timer.", Completed, "\"replicas\":4")
        {
            Answers = static (happened, _) => happened is ApprovalEscalated
                ? Deed.Signal(RunSignals.Answer, """{"path":"ask","decision":"approve","parameters":{"replicas":4}}""")
                : null,
            Meanwhile = "`ax approval approve latest --set replicas=4`",
        },
        new("schedule", "Schedule", "Temporal: schedule. DBOS: scheduled workflow. Durable Task: a timer that starts orchestrations. Restate: delayed calls.", Completed, "tick")
        {
            Starts = 0,
            Runs = 2,
            Start = "`ax engine --workflow samples/patterns/schedule.yaml --apply`, and leave it with Ctrl-C",
        },
    ];

    private static Pattern[] Limits() =>
    [
        new("cache", "Cache", "None; code.", Completed, "reviewed")
        {
            AndTheWorld = static shell => shell.Did("second").ShouldBeFalse("the result was there already"),
        },
        new("circuit-breaker", "Circuit breaker", "None; a library inside the activity.", Completed, "7"),
        new("bulkhead", "Bulkhead", "Temporal: slots of a worker. DBOS: `workerConcurrency` of a queue.", Completed, "heavy")
        {
            AndTheWorld = static shell => shell.MostAtOnce.ShouldBeLessThanOrEqualTo(2),
            Note = "A pool has 10 slots unless `axle.yaml` (`bulkheads: { heavy: 2 }`) or its host says otherwise, as the one of this execution did, which gave it 2.",
        },
        new("priority", "Priority", "Temporal: priority of a task. DBOS: priority in a queue.", Completed, "alarm")
        {
            Workers = 1,
            AndTheWorld = static shell => shell.Begun[0].Path.ShouldBe("alarm"),
        },
        new("concurrency-group", "Concurrency group", "Restate: virtual object. DBOS: concurrency of a partitioned queue. Temporal: one workflow id. Durable Task: entity.", Completed, "deploy")
        {
            Starts = 2,
            Runs = 2,
            Start = "`ax workflow execute samples/patterns/concurrency-group.yaml --allow-run` in two terminals at once",
            AndTheWorld = static shell => shell.MostAtOnce.ShouldBe(1),
        },
        new("budget", "Budget", "None; code.", Completed, "yes")
        {
            Answers = static (happened, _) => happened is BudgetSpent ? Deed.Signal(RunSignals.Budget, """{"calls":10}""") : null,
            Note = "When it has paused: `ax workflow budget latest --calls 10`. Only a language model costs something: with the offline provider nothing is spent, and the run does not pause.",
        },
    ];

    private static Pattern[] Ends() =>
    [
        new("set-variables", "Variables", "Variables in code.", Completed, "begun and done"),
        new("return-early", "Return", "`return` in code.", Completed, "quick"),
        new("fail-on-purpose", "Fail", "Temporal: a non-retryable application failure. Restate: terminal error. Others: an exception.", Failed, "is not deployed"),
    ];

    private static Pattern[] Afterwards() =>
    [
        new("rollback", "Rollback to a checkpoint", "Temporal: reset. DBOS: fork from a step. Durable Task: rewind of what failed. Undoing: code.", Completed, "checked")
        {
            Answers = static (happened, _) => happened switch
            {
                RunCompleted => Deed.Undo("level-1"),
                RunPaused => Deed.Resume(),
                _ => null,
            },
            Afterwards = "`ax workflow rollback latest --to level-1 --compensate`, and then `ax workflow resume latest`",
        },
        new("fork", "Fork", "DBOS: fork from a step. Temporal: reset, which leaves the first run.", Completed, "letter")
        {
            Runs = 2,
            Answers = static (happened, _) => happened is RunCompleted ? Deed.Fork("level-1") : null,
            Afterwards = "`ax workflow fork latest --at level-1 --input tone=formal`, and `ax workflow diff` of the two",
        },
        new("replay", "Replay with a difference", "None; what others call replay checks code against a history.", Completed, "letter")
        {
            Runs = 2,
            Answers = static (happened, _) => happened is RunCompleted ? Deed.Replay() : null,
            Afterwards = "`ax workflow replay latest --input tone=formal`",
        },
        new("migration", "Migration", "Temporal: versions and patches in the code. Durable Task, Restate: runs stay with their version. DBOS: patches.", Completed, "checked")
        {
            Answers = static (happened, _) => happened switch
            {
                StepWaiting => Deed.Migrate("migration"),
                RunMigrated => Deed.Signal("allowed", "{}"),
                _ => null,
            },
            Start = "`ax workflow execute samples/patterns/migration.yaml --allow-run`, and leave it waiting with Ctrl-C. Then "
                + "`ax workflow migrate latest --workflow samples/patterns/parts/migration.yaml`, and `ax workflow signal latest allowed`",
        },
    ];
}
