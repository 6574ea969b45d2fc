using System.Text.Json;
using Axle.Workflows.Runs;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Reasoning;

/// <summary>What was said and done so far, as a model reads it.</summary>
internal static class Conversation
{
    /// <summary>Characters of one tool's result that a model is shown.</summary>
    public const int LongestResult = 24_000;

    private const string Advice = " Do not repeat the same call: change the arguments as the error says, use another tool, or take another way.";

    /// <summary>The messages of the turns, in order.</summary>
    public static IEnumerable<ChatMessage> Of(IReadOnlyList<(TurnNote Note, StepTurn Turn)> turns)
    {
        foreach (var (note, turn) in turns)
        {
            if (note.Reply is { } reply)
                yield return reply;
            switch (note.Kind)
            {
                case TurnKind.Act:
                    var results = note.Calls.Select(call => (AIContent)new FunctionResultContent(call.Id, Observe(call, turn).Text));
                    yield return new ChatMessage(ChatRole.Tool, [.. results]);
                    break;
                case TurnKind.Critique when !note.Problems.IsEmpty:
                    yield return new ChatMessage(
                        ChatRole.User, "A critical reader found this wrong with your answer:\n- " + string.Join("\n- ", note.Problems) + "\nGive the whole answer again, mended.");
                    break;
            }
        }
    }

    /// <summary>What became of a call.</summary>
    public static (string Text, bool Failed) Observe(PlannedCall call, StepTurn turn)
    {
        if (call.Problem is { } problem)
            return ("Not called: " + problem, true);
        if (call.Answer is { } answer)
            return (Shown(answer), false);
        if (turn.Results is not { } results)
            return turn.Error is { } error ? ("The result is not known: " + error.Message, true) : ("It has not ended yet.", false);
        if (call.Asks is { } ask && results.Value.TryGetProperty(ask, out var asked) && StatusOf(asked) != "completed")
            return ("A person was asked and did not agree: " + ErrorOf(asked), true);
        if (!results.Value.TryGetProperty(call.Step!, out var result))
            return ("The call was not made.", true);
        return result.TryGetProperty("output", out var output) && StatusOf(result) == "completed"
            ? (Edited(call, results.Value) + Shown(call.Tool == Delegation.Name ? Delegation.Told(output) : output), false)
            : ("The call failed: " + ErrorOf(result) + Advice, true);
    }

    private static string Edited(PlannedCall call, JsonElement results) =>
        call.Asks is { } ask && results.TryGetProperty(ask, out var asked) && asked.TryGetProperty("output", out var said)
        && said.TryGetProperty("edited", out var edited) && edited.EnumerateObject().Any()
            ? $"A person agreed with changes: {edited.GetRawText()}\n"
            : "";

    private static string StatusOf(JsonElement result) => result.GetProperty("status").GetString() ?? "";

    private static string ErrorOf(JsonElement result) =>
        result.TryGetProperty("error", out var error) ? $"{error.GetProperty("kind").GetString()}: {error.GetProperty("message").GetString()}"
        : result.TryGetProperty("reason", out var reason) ? reason.GetString() ?? ""
        : StatusOf(result);

    private static string Shown(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return text.Length <= LongestResult
            ? text
            : $"{text.AsSpan(0, LongestResult)}\n… {text.Length - LongestResult} more characters were left out; ask for a part of it.";
    }
}
