namespace Axle.CrashHost.Torture;

/// <summary>
/// The sorts of runs that are tortured. Tools: <c>note</c> works, <c>shaky</c> works and fails in every first attempt, <c>refuse</c> fails
/// for good. A step whose key begins with <c>once</c> must happen at most once.
/// </summary>
internal static class TortureCases
{
    public static IReadOnlyList<TortureCase> All { get; } =
    [
        new("chain", Chain("note", "s", 6, ""), 6),
        new("grid", Grid(4, 3), 12),
        new("shaky", Chain("shaky", "s", 4, "\n    retry: { maxAttempts: 9, initialDelay: 5ms, maxDelay: 20ms }"), 4),
        new("once", Chain("note", "once", 4, "\n    effect: once"), 4),
        new(
            "signal",
            """
              - { key: before, tool: note }
              - { key: hold, wait: { signal: go }, dependsOn: [before] }
              - { key: after, tool: note, dependsOn: [hold] }
            """,
            2),
        new(
            "approval",
            """
              - { key: plan, tool: note }
              - { key: ask, approval: "Go on?", dependsOn: [plan] }
              - { key: act, tool: note, dependsOn: [ask] }
            """,
            2),
        new(
            "mended",
            """
              - key: work
                tool: refuse
                fallback: [{ tool: refuse }]
                onError: { default: [{ key: mend, tool: note }] }
              - { key: after, tool: note, dependsOn: [work] }
            """,
            3),
        new(
            "timer",
            """
              - { key: before, tool: note }
              - { key: hold, wait: 80ms, dependsOn: [before] }
              - { key: after, tool: note, dependsOn: [hold] }
            """,
            2),
        new(
            "each",
            """
              - key: all
                forEach:
                  items: [1, 2, 3, 4, 5, 6]
                  concurrency: 3
                  steps:
                    - { key: first, tool: note }
                    - { key: second, tool: note, with: { of: "${{ item }}" }, dependsOn: [first] }
              - { key: last, tool: note, dependsOn: [all] }
            """,
            13),
        new(
            "rounds",
            """
              - key: again
                loop:
                  until: ${{ loop.index >= 3 }}
                  maxIterations: 10
                  steps:
                    - { key: work, tool: note }
                    - { key: look, tool: note, dependsOn: [work] }
            """,
            8),
        new(
            "branches",
            """
              - key: side
                parallel:
                  left: [{ key: a, tool: note }, { key: b, tool: note, dependsOn: [a] }]
                  right: [{ key: once-c, tool: note, effect: once }]
              - key: choose
                dependsOn: [side]
                switch:
                  cases:
                    - { when: "${{ false }}", steps: [{ key: never, tool: note }] }
                    - { when: "${{ true }}", steps: [{ key: taken, tool: note }] }
            """,
            4),
        new(
            "saga",
            """
              - key: trip
                saga:
                  - { key: flight, tool: note, compensate: { key: no-flight, tool: note } }
                  - { key: hotel, tool: note, compensate: { key: no-hotel, tool: note }, dependsOn: [flight] }
                  - { key: car, tool: note, compensate: { key: no-car, tool: note }, dependsOn: [flight] }
                  - { key: pay, tool: refuse, dependsOn: [hotel, car] }
            """,
            3, Undone: 3),
    ];

    /// <summary>The case of a run: run ids are <c>case-number</c>.</summary>
    public static TortureCase Of(string run) => All.Single(c => c.Name == run[..run.LastIndexOf('-')]);

    private static string Chain(string tool, string key, int steps, string more) => string.Concat(Enumerable.Range(0, steps).Select(
        i => $"  - key: {key}{i}\n    tool: {tool}{more}\n{(i == 0 ? "" : $"    dependsOn: [{key}{i - 1}]\n")}"));

    /// <summary>Levels of steps; each step waits for two of the level before.</summary>
    private static string Grid(int levels, int width) => string.Concat(Enumerable.Range(0, levels * width).Select(
        i => $"  - key: s{i}\n    tool: note\n{(i < width ? "" : $"    dependsOn: [s{i - width}, s{(i / width * width) - width + ((i + 1) % width)}]\n")}"));
}
