using System.Text.Encodings.Web;
using System.Text.Json;

namespace Axle.Models.Answers;

/// <summary>Finds the JSON in an answer: bare, in a fenced block, or between sentences, as models write it despite being asked not to.</summary>
internal static class AnswerJson
{
    private const string Fence = "```";

    // Sentences hold few brackets; an answer with more of them that is no JSON goes back to the model.
    private const int MostPlaces = 32;
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Finds the JSON; false when there is none that parses. Commas too many and comments do not come out again.</summary>
    public static bool TryFind(string text, out JsonElement json)
    {
        var trimmed = text.AsMemory().Trim();
        return TryParse(trimmed, out json) || TryParse(Fenced(trimmed), out json) || TryFindLongest(trimmed, out json);
    }

    private static bool TryParse(ReadOnlyMemory<char> text, out JsonElement json)
    {
        json = default;
        if (text.IsEmpty)
            return false;
        try
        {
            using var document = JsonDocument.Parse(text, Reading);
            // The raw text of an element keeps what was tolerated; written anew it is JSON for everybody.
            json = JsonSerializer.SerializeToElement(document.RootElement, Writing);
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

    // Sentences may have brackets of their own, "[1]" or "{as asked}", so the longest piece that parses is taken for the answer.
    private static bool TryFindLongest(ReadOnlyMemory<char> text, out JsonElement json)
    {
        json = default;
        var longest = 0;
        for (var (at, places) = (0, 0); at < text.Length && places < MostPlaces; places++)
        {
            var open = text.Span[at..].IndexOfAny('{', '[');
            if (open < 0)
                break;
            var piece = Balanced(text[(at + open)..]);
            var isJson = TryParse(piece, out var found);
            if (isJson && piece.Length > longest)
                (json, longest) = (found, piece.Length);
            at += open + (isJson ? piece.Length : 1);
        }

        return longest > 0;
    }

    // Up to the bracket that closes the first one; empty when none does.
    private static ReadOnlyMemory<char> Balanced(ReadOnlyMemory<char> text)
    {
        var (depth, inString) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text.Span[i];
            if (inString && c == '\\')
                i++;
            else if (c == '"')
                inString = !inString;
            else if (!inString && c is ('{' or '['))
                depth++;
            else if (!inString && c is ('}' or ']') && --depth == 0)
                return text[..(i + 1)];
        }

        return default;
    }
}
