using System.Collections.Frozen;

namespace Axle.Workflows.Definition.Language;

/// <summary>
/// The one table of what this version reads and checks but does not execute. The reader refuses a workflow that uses any of it;
/// nothing is accepted and skipped.
/// </summary>
public static class ExecutableSupport
{
    private static readonly FrozenDictionary<string, string> Instead = new Dictionary<string, string>
    {
        ["guardrails"] = "Remove it, or check the output with 'gate'.",
        ["secrets"] = "Give the program or provider its key in the environment it runs in, and name the variable where the provider is configured.",
    }.ToFrozenDictionary();

    /// <summary>What to do instead of a key or context that does not execute; null when it executes or does not exist.</summary>
    public static string? InsteadOf(string name) => Instead.GetValueOrDefault(name);
}
