using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Runtime;

/// <summary>Who agreed to a step.</summary>
internal static class Consent
{
    private const string Call = "call-";
    private const string Ask = "ask-";
    private const string Nobody = "timeout";

    /// <summary>
    /// In a workflow: an approval before it went well. In an agent's turn: the question about this very call did; consent to another call of the turn
    /// does not count, nor one that was given because nobody answered in time. Null when nobody agreed.
    /// </summary>
    public static string? Of(StepContext context)
    {
        // A question of the same name in a list around this one is another question.
        var list = context.Path[..^context.Key.Length];
        return context.Ended
            .Where(r => r.Kind == "approval" && r.Status == StepStatus.Completed && r.Path.StartsWith(list, StringComparison.Ordinal)
                && r.Path[list.Length..] is var key && context.Upstream.Contains(key) && (context.Depth == 0 || IsAbout(key, context.Key)))
            .Select(static r => r.Output is { IsResolved: true } said ? said.Value.Text("by") ?? "" : "")
            .LastOrDefault(static by => by != Nobody);
    }

    private static bool IsAbout(string question, string call) =>
        question.StartsWith(Ask, StringComparison.Ordinal) && call.StartsWith(Call, StringComparison.Ordinal)
        && question[Ask.Length..].StartsWith(call[Call.Length..], StringComparison.Ordinal);
}
