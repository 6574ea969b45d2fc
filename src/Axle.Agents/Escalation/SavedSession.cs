using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Reasoning;
using Axle.Agents.Runtime;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Escalation;

/// <summary>
/// What a person needs to judge a session: what was asked, what was done turn by turn, and how it stands. Long texts are cut; the run has all of them.
/// </summary>
/// <param name="context">The step.</param>
/// <param name="turns">The agent's own turns.</param>
/// <param name="state">How the session stands.</param>
internal sealed class SavedSession(StepContext context, ImmutableArray<StepTurn> turns, SessionState state)
{
    private const int MostTurns = 20;
    private const int LongestText = 1_000;
    private const int LongestContext = 20_000;
    private const int ShortText = 200;

    /// <summary>A few lines for people.</summary>
    public string Summary
    {
        get
        {
            var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{state.Why}\n\nAsked: {Cut(Task, LongestText)}\n");
            if (turns.Length > MostTurns)
                text.Append(CultureInfo.InvariantCulture, $"({turns.Length - MostTurns} turns before these)\n");
            foreach (var (number, note, turn) in Newest())
            {
                text.Append(CultureInfo.InvariantCulture, $"{number}. {Kind(note)}: {Cut(Thought(note), ShortText)}\n");
                foreach (var call in note.Calls)
                {
                    var (observed, failed) = Conversation.Observe(call, turn);
                    text.Append(CultureInfo.InvariantCulture, $"   {call.Tool}{(failed ? " FAILED" : "")}: {Cut(observed, ShortText)}\n");
                }
            }

            return text.Append(CultureInfo.InvariantCulture, $"Spent by this run: ${context.Spent.Usd:0.####}").ToString();
        }
    }

    /// <summary>The same as data.</summary>
    public JsonObject ToJson() => new()
    {
        ["id"] = state.Session,
        ["run"] = context.RunId.Value,
        ["step"] = context.Path,
        ["user"] = context.Attributes.GetValueOrDefault(RunAttributes.User),
        ["status"] = JsonNamingPolicy.CamelCase.ConvertName(state.Status.ToString()),
        ["reason"] = state.Reason,
        ["failures"] = state.Failures,
        ["openedBy"] = new JsonObject { ["run"] = state.Run, ["step"] = state.Step, ["at"] = state.Since.ToString("O", CultureInfo.InvariantCulture) },
        ["usd"] = context.Spent.Usd,
        ["task"] = Cut(Task, LongestContext),
        ["context"] = Context(),
        ["turns"] = new JsonArray([.. Newest().Select(static t => (JsonNode)Turn(t.Number, t.Note, t.Turn))]),
    };

    private string Task => context.Action is AgentAction asked ? context.Input.Value.Text("task") ?? asked.Action : context.Input.Value.Text("prompt") ?? "";

    private IEnumerable<(int Number, TurnNote Note, StepTurn Turn)> Newest() =>
        turns.Select(static (turn, i) => (i + 1, TurnNote.Of(turn), turn)).Skip(Math.Max(0, turns.Length - MostTurns));

    // What was given to the agent or the prompt, the conversation so far included; as text when it is too much to be handed around.
    private JsonNode? Context()
    {
        if (context.Input.Value.ValueKind != JsonValueKind.Object
            || !context.Input.Value.TryGetProperty(context.Action is AgentAction ? "context" : "with", out var given))
            return null;
        var text = given.GetRawText();
        return text.Length <= LongestContext ? JsonSerializer.SerializeToNode(given) : Cut(text, LongestContext);
    }

    private static JsonObject Turn(int number, TurnNote note, StepTurn turn) => new()
    {
        ["number"] = number,
        ["kind"] = Kind(note),
        ["thought"] = Cut(Thought(note), LongestText),
        ["calls"] = new JsonArray([.. note.Calls.Select(call =>
        {
            var (observed, failed) = Conversation.Observe(call, turn);
            return (JsonNode)new JsonObject
            {
                ["tool"] = call.Tool, ["arguments"] = Cut(call.Arguments.GetRawText(), LongestText), ["failed"] = failed, ["observation"] = Cut(observed, LongestText),
            };
        })]),
    };

    private static string Kind(TurnNote note) => JsonNamingPolicy.CamelCase.ConvertName(note.Kind.ToString());

    private static string Thought(TurnNote note) =>
        note.Draft?.Text ?? note.Reply?.Text ?? string.Join("; ", note.Problems.Concat(note.Milestones.Select(static m => m.Title)));

    private static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        return $"{text.AsSpan(0, char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)} …";
    }
}
