using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Runtime;

/// <summary>Who agreed to a step.</summary>
internal static class Consent
{
    private const string Call = "call-";
    private const string Ask = "ask-";

    /// <summary>
    /// In a workflow: an approval before it went well. In an agent's turn: the question about this very call did; consent to another call of the turn
    /// does not count. Null when nobody agreed.
    /// </summary>
    public static string? Of(StepContext context) => context.Ended.Where(r =>
        r.Kind == "approval" && r.Status == StepStatus.Completed && KeyOf(r.Path) is var key
        && context.Upstream.Contains(key) && (context.Depth == 0 || IsAbout(key, context.Key)))
        .Select(static r => r.Output is { IsResolved: true } said ? said.Value.Text("by") ?? "" : "").LastOrDefault();

    private static bool IsAbout(string question, string call) =>
        question.StartsWith(Ask, StringComparison.Ordinal) && call.StartsWith(Call, StringComparison.Ordinal)
        && question[Ask.Length..].StartsWith(call[Call.Length..], StringComparison.Ordinal);

    private static string KeyOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
