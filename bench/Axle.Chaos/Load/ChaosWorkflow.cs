namespace Axle.Chaos.Load;

/// <summary>A sort of runs. Its steps are commands that write into the ledger of effects when they begin and when they end.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Yaml">The workflow.</param>
/// <param name="Needs">What it waits for from outside.</param>
internal sealed record ChaosWorkflow(string Name, string Yaml, RunNeed Needs = RunNeed.Nothing)
{
    /// <summary>The command of all steps: <c>effect SECONDS</c>, or <c>effect SECONDS shaky</c> for one that fails the first time it is made.</summary>
    public const string EffectScript = """
        #!/bin/sh
        read -r now _ < /proc/uptime
        echo "begin $now $PPID $AXLE_RUN_ID $AXLE_STEP $AXLE_IDEMPOTENCY_KEY" >> effects
        sleep "$1"
        if [ "$2" = shaky ] && mkdir "tried/$AXLE_RUN_ID" 2> /dev/null; then exit 1; fi
        read -r now _ < /proc/uptime
        echo "end $now $PPID $AXLE_RUN_ID $AXLE_STEP $AXLE_IDEMPOTENCY_KEY" >> effects
        """;

    /// <summary>Key of steps whose effect must happen at most once.</summary>
    public const string OnceKey = "only";

    private const string Head = """
        defaults:
          retry: { maxAttempts: 500, initialDelay: 100ms, maxDelay: 1s }
        steps:
        """;

    public static IReadOnlyList<ChaosWorkflow> All { get; } =
    [
        new("side-by-side", $$"""
            name: side-by-side
            {{Head}}
              - { key: first, run: { command: [./effect, "0.05"] } }
              - key: each
                dependsOn: [first]
                forEach:
                  items: [1, 2, 3, 4]
                  concurrency: 3
                  steps:
                    - { key: part, bulkhead: narrow, run: { command: [./effect, "0.2"] } }
              - { key: last, dependsOn: [each], run: { command: [./effect, "0.05"] } }
            """),
        new("retried", $$"""
            name: retried
            {{Head}}
              - { key: shaky, run: { command: [./effect, "0.05", shaky] } }
              - { key: long, dependsOn: [shaky], run: { command: [./effect, "1.5"] } }
            """),
        new("at-most-once", $$"""
            name: at-most-once
            {{Head}}
              - { key: before, run: { command: [./effect, "0.05"] } }
              - { key: {{OnceKey}}, dependsOn: [before], effect: once, run: { command: [./effect, "0.3"] } }
              - { key: after, dependsOn: [{{OnceKey}}], run: { command: [./effect, "0.05"] } }
            """),
        new("timed", $$"""
            name: timed
            {{Head}}
              - { key: before, run: { command: [./effect, "0.05"] } }
              - { key: hold, dependsOn: [before], wait: { duration: 3s } }
              - { key: after, dependsOn: [hold], run: { command: [./effect, "0.05"] } }
            """),
        new("signalled", $$"""
            name: signalled
            {{Head}}
              - { key: before, run: { command: [./effect, "0.05"] } }
              - { key: hold, dependsOn: [before], wait: { signal: go } }
              - { key: after, dependsOn: [hold], run: { command: [./effect, "0.05"] } }
            """, RunNeed.Signal),
        new("approved", $$"""
            name: approved
            {{Head}}
              - { key: before, run: { command: [./effect, "0.05"] } }
              - { key: ask, dependsOn: [before], approval: { message: "Go on?" } }
              - { key: after, dependsOn: [ask], run: { command: [./effect, "0.05"] } }
            """, RunNeed.Approval),
    ];
}

/// <summary>What a run waits for from outside.</summary>
internal enum RunNeed
{
    Nothing,
    Signal,
    Approval,
}
