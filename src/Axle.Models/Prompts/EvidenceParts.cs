using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Models.Evidence;

namespace Axle.Models.Prompts;

/// <summary>What a prompt says that tools and earlier steps brought: the members of <c>tools</c> and <c>upstream</c> in its block of evidence.</summary>
public static class EvidenceParts
{
    private static readonly string[] Brought = ["tools", "upstream"];

    /// <summary>Whether a text may hold such a block.</summary>
    public static bool MayBeIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains(EvidenceBlock.EvidenceFence, StringComparison.Ordinal);
    }

    /// <summary>The prompt with other parts.</summary>
    /// <param name="prompt">The text of a user message.</param>
    /// <param name="change">Gives what stands in the place of a part, from its text; null leaves it.</param>
    /// <returns>The prompt, changed where a part was; the same text when none was.</returns>
    public static async ValueTask<string> ChangeAsync(string prompt, Func<string, ValueTask<string?>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!MayBeIn(prompt) || EvidenceBlock.Find(prompt, EvidenceBlock.EvidenceFence) is not { ValueKind: JsonValueKind.Object } evidence)
            return prompt;
        var node = JsonSerializer.SerializeToNode(evidence)!.AsObject();
        var isChanged = false;
        foreach (var part in Brought.Select(name => node[name]).OfType<JsonObject>())
        {
            foreach (var name in part.Select(static p => p.Key).ToArray())
            {
                if (part[name] is not { } value || await change(EvidenceBlock.ToText(JsonSerializer.SerializeToElement(value))) is not { } instead)
                    continue;
                part[name] = instead;
                isChanged = true;
            }
        }

        if (!isChanged)
            return prompt;
        var start = prompt.LastIndexOf(EvidenceBlock.EvidenceFence + "\n", StringComparison.Ordinal);
        var end = prompt.IndexOf("\n```", start + EvidenceBlock.EvidenceFence.Length, StringComparison.Ordinal) + "\n```".Length;
        return prompt[..start] + EvidenceBlock.Write(EvidenceBlock.EvidenceFence, JsonSerializer.SerializeToElement(node)) + prompt[end..];
    }
}
