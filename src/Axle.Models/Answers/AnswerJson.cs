using System.Text.Json;

namespace Axle.Models.Answers;

/// <summary>Finds the JSON in an answer: bare, in a fenced block, or between sentences, as models write it despite being asked not to.</summary>
internal static class AnswerJson
{
    private const string Fence = "```";
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Finds the JSON; false when there is none that parses.</summary>
    public static bool TryFind(string text, out JsonElement json)
    {
        var trimmed = text.AsMemory().Trim();
        return TryParse(trimmed, out json) || TryParse(Fenced(trimmed), out json) ||
            TryParse(Between(trimmed, '{', '}'), out json) || TryParse(Between(trimmed, '[', ']'), out json);
    }

    private static bool TryParse(ReadOnlyMemory<char> text, out JsonElement json)
    {
        json = default;
        if (text.IsEmpty)
            return false;
        try
        {
            using var document = JsonDocument.Parse(text, Reading);
            json = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ReadOnlyMemory<char> Fenced(ReadOnlyMemory<char> text)
    {
        var open = text.Span.IndexOf(Fence);
        if (open < 0)
            return default;
        var afterOpen = text[(open + Fence.Length)..];
        var line = afterOpen.Span.IndexOf('\n');
        var close = afterOpen.Span.LastIndexOf(Fence);
        return line >= 0 && close > line ? afterOpen[(line + 1)..close].Trim() : default;
    }

    private static ReadOnlyMemory<char> Between(ReadOnlyMemory<char> text, char open, char close)
    {
        var first = text.Span.IndexOf(open);
        var last = text.Span.LastIndexOf(close);
        return first >= 0 && last > first ? text[first..(last + 1)] : default;
    }
}
