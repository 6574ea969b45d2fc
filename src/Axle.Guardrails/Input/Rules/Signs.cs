using System.Buffers;

namespace Axle.Guardrails.Input.Rules;

/// <summary>Signs that stand in no honest text: tokens that separate the turns of a chat, links that carry data away, hidden markup that commands.</summary>
internal static class Signs
{
    /// <summary>The reason of tokens of chat templates.</summary>
    public const string Delimiters = "chat-delimiters";

    /// <summary>The reason of links that carry data.</summary>
    public const string DataLink = "data-carrying-link";

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
            var link = text.IndexOf(address, at, StringComparison.OrdinalIgnoreCase);
            if (link < 0 || link - at > 200)
                continue;
            var end = text.AsSpan(link + address.Length).IndexOfAny(")> \n");
            var target = text.AsSpan(link + address.Length, end < 0 ? Math.Min(400, text.Length - link - address.Length) : end);
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
