using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Agents.Reasoning;

/// <summary>
/// Looking at a draft with a critical reader's eyes before it is given out. Source: Shinn et al., "Reflexion: Language Agents with Verbal
/// Reinforcement Learning", NeurIPS 2023.
/// </summary>
internal static class Critique
{
    public const string Instructions =
        "You are a critical reader. You check an answer against its task and against the facts it was given, and name only what is truly wrong: what contradicts the "
        + "facts, what was asked for and is missing, what is claimed without ground. You do not rewrite it and you do not comment on taste.";

    public static JsonElement Schema { get; } = JsonElement.Parse(
        """
        {"type":"object","properties":{
          "ok":{"type":"boolean","description":"Whether the answer can be given out as it is."},
          "problems":{"type":"array","maxItems":10,"items":{"type":"string"},"description":"What is wrong, each with what would mend it; empty when ok."}},
         "required":["ok","problems"],"additionalProperties":false}
        """);

    public static string Question(string task, StoredAnswer draft) => $"The task was:\n{task}\n\nThe answer:\n{draft.Text}\n\nIs anything wrong with it?";

    /// <summary>What was found wrong; empty for a good answer.</summary>
    public static ImmutableArray<string> Problems(JsonElement? verdict) =>
        verdict is { ValueKind: JsonValueKind.Object } json && !(json.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True)
            && json.TryGetProperty("problems", out var problems) && problems.ValueKind == JsonValueKind.Array
            ? [.. problems.EnumerateArray().Select(static p => p.GetString()).OfType<string>()]
            : [];
}
