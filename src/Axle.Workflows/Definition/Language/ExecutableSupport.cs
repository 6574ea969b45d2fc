using System.Collections.Frozen;

namespace Axle.Workflows.Definition.Language;

/// <summary>
/// The one table of what this version reads and checks but does not execute. The reader refuses a workflow that uses any of it;
/// nothing is accepted and skipped.
/// </summary>
public static class ExecutableSupport
{
    private const string AsTool = "Register the program as a tool and call it with 'tool'.";

    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["code"] = AsTool,
        ["run"] = AsTool,
        ["uses"] = "Copy the steps of the other workflow into this one.",
        ["approval"] = "End the workflow here with 'return', and start a second workflow when the person has agreed.",
        ["wait"] = "Start a second workflow when the time has come or the signal is there.",
        ["parallel"] = "Put the steps of all branches into one list: steps that do not depend on each other run side by side.",
        ["forEach"] = "Write a step for each item, or use a tool that takes the whole list.",
        ["loop"] = "Use 'retry' when the step is repeated because it fails, or write the rounds as steps with 'when'.",
        ["switch"] = "Give the steps of each case a 'when'.",
        ["saga"] = "Put the steps into one list, and undo by hand in 'onError'.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["compensate"] = "Undo by hand in 'onError'.",
        ["circuitBreaker"] = "Use 'retry' with a longer 'initialDelay', or 'fallback'.",
        ["bulkhead"] = "Make the steps depend on each other, so that they do not run at once.",
        ["cache"] = "Remove it; the step then runs every time.",
        ["priority"] = "Remove it; steps that are ready start in the order of the file.",
        ["gate"] = "Add a step that depends on this one and checks its output with 'when' and 'fail'.",
        ["guardrails"] = "Remove it, or check the output in a step of its own.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> WorkflowKeys = new Dictionary<string, string>
    {
        ["on"] = "Remove it, and start runs from a scheduler or your own program.",
        ["concurrency"] = "Remove it, and start only as many runs at once as you want.",
        ["priority"] = "Remove it; runs have no order of importance yet.",
        ["budget"] = "Remove it, and limit the run with 'timeout'.",
    }.ToFrozenDictionary();

    /// <summary>What to do instead of a step kind that does not execute; null when it executes or does not exist.</summary>
    public static string? InsteadOfKind(string kind) => Kinds.GetValueOrDefault(kind);

    /// <summary>What to do instead of a step setting that does not execute; null when it executes or does not exist.</summary>
    public static string? InsteadOfSetting(string key) => Settings.GetValueOrDefault(key);

    /// <summary>What to do instead of a workflow key that does not execute; null when it executes or does not exist.</summary>
    public static string? InsteadOfWorkflowKey(string key) => WorkflowKeys.GetValueOrDefault(key);
}
