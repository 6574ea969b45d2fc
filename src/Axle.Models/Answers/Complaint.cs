using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Answers;

/// <summary>What a model is told about an answer that does not match.</summary>
internal static class Complaint
{
    private const int MostFaultsTold = 20;
    private const int LongestEcho = 100_000;

    /// <summary>The messages that go on with the conversation: the answer as it came, and its faults; the schema too when nobody has shown it.</summary>
    public static IEnumerable<ChatMessage> About(string answer, IReadOnlyList<AnswerFault> faults, IReadOnlyList<ChatMessage> conversation, JsonElement schema)
    {
        // Providers refuse messages without text.
        if (!string.IsNullOrWhiteSpace(answer))
            yield return new ChatMessage(ChatRole.Assistant, answer.Length <= LongestEcho ? answer : answer[..LongestEcho]);
        yield return new ChatMessage(ChatRole.User, Write(faults, conversation.Any(static m => SchemaPrompt.IsShownIn(m.Text)) ? null : schema));
    }

    private static string Write(IReadOnlyList<AnswerFault> faults, JsonElement? schema)
    {
        var text = new StringBuilder("Your answer does not match the schema:\n");
        foreach (var fault in faults.Take(MostFaultsTold))
            text.Append("- at ").Append(fault.Path).Append(" (").Append(fault.Keyword).Append("): ").Append(fault.Message).Append('\n');
        if (faults.Count > MostFaultsTold)
            text.Append("- and ").Append(faults.Count - MostFaultsTold).Append(" more.\n");
        if (schema is { } shape)
            text.Append("This is the schema:\n").Append(SchemaPrompt.Block(shape)).Append('\n');
        return text.Append("Answer again with the whole corrected JSON and nothing else.").ToString();
    }
}
