using System.Text.Json;
using Axle.Models.Evidence;
using Microsoft.Extensions.AI;

namespace Axle.Models.Answers;

/// <summary>Shows a schema in the prompt, for models that nothing holds to it, and finds out whether a prompt shows it already.</summary>
internal static class SchemaPrompt
{
    private const string Demand =
        "Answer with one JSON value that matches this JSON Schema, and with nothing else: no sentence before or after it, no fence around it.";

    /// <summary>The messages with the schema in a system message of its own, after the others; the same messages when they show one already.</summary>
    public static IEnumerable<ChatMessage> Show(IEnumerable<ChatMessage> messages, JsonElement schema)
    {
        List<ChatMessage> shown = [.. messages];
        if (shown.Exists(static m => IsShownIn(m.Text)))
            return shown;
        var place = shown.FindLastIndex(static m => m.Role == ChatRole.System) + 1;
        shown.Insert(place, new ChatMessage(ChatRole.System, $"{Demand}\n\n{Block(schema)}"));
        return shown;
    }

    /// <summary>The schema as a block.</summary>
    public static string Block(JsonElement schema) => EvidenceBlock.Write(EvidenceBlock.SchemaFence, schema);

    /// <summary>Whether a text shows a schema.</summary>
    public static bool IsShownIn(string text) => EvidenceBlock.Find(text, EvidenceBlock.SchemaFence) is not null;
}
