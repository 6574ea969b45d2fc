using System.Buffers;

namespace Axle.Guardrails.Input.Rules;

/// <summary>Signs that stand in no honest text: tokens that separate the turns of a chat, links that carry data away, hidden markup that commands.</summary>
internal static class Signs
{
    /// <summary>The reason of tokens of chat templates.</summary>
    public const string Delimiters = "chat-delimiters";

    /// <summary>The reason of links that carry data.</summary>
    public const string DataLink = "data-carrying-link";

    private const int FarthestAddress = 200;
    private const int LongestAddress = 2_000;

    private static readonly SearchValues<string> ChatTokens = SearchValues.Create(
        [
            "<|im_start|>", "<|im_end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|endoftext|>", "<|eot_id|>", "<|start_header_id|>", "<|begin_of_text|>",
            "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<start_of_turn>", "<end_of_turn>", "<|channel|>", "<|message|>",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Carriers = ["{", "[", "<", "base64", "$(", "%7b", "..."];

    /// <summary>The reason of the first sign found; null when there is none.</summary>
    public static string? Find(string text) =>
        text.AsSpan().ContainsAny(ChatTokens) ? Delimiters
        : CarriesData(text, "![", "](") || CarriesData(text, "<img", "src=") || CarriesData(text, "<a ", "href=") ? DataLink
        : null;

    /// <summary>An image or link whose query has a blank to fill in: what is put there leaves the house when it is shown.</summary>
    private static bool CarriesData(string text, string opening, string address)
    {
        for (var at = 0; (at = text.IndexOf(opening, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += opening.Length)
        {
            // Bounded, so that a text of nothing but openings takes no longer than another.
            var near = text.AsSpan(at, Math.Min(text.Length - at, FarthestAddress + address.Length));
            var link = near.IndexOf(address, StringComparison.OrdinalIgnoreCase);
            if (link < 0)
                continue;
            var rest = text.AsSpan(at + link + address.Length);
            rest = rest[..Math.Min(rest.Length, LongestAddress)];
            var end = rest.IndexOfAny(")> \n");
            var target = end < 0 ? rest : rest[..end];
            var query = target.IndexOf('?');
            if (target.Contains("http", StringComparison.OrdinalIgnoreCase) && query >= 0 && HasBlank(target[query..]))
                return true;
        }

        return false;
    }

    private static bool HasBlank(ReadOnlySpan<char> query)
    {
        foreach (var carrier in Carriers)
        {
            if (query.Contains(carrier, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
