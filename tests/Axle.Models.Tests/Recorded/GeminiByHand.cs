using System.Text.Json;

namespace Axle.Models.Tests.Recorded;

/// <summary>Reads Gemini's JSON a second time, as plainly as possible, to hold the client against it.</summary>
internal static class GeminiByHand
{
    public static TypedResult Read(RecordedExchange exchange)
    {
        var chunks = exchange.Stream && exchange.Status == 200 ? [.. RecordedExchanges.Events(exchange.Body)] : new[] { Samples.Json(exchange.Body) };
        if (chunks[^1].TryGetProperty("error", out var error))
            return TypedResult.Of(Kind(error));
        if (chunks.Any(c => c.TryGetProperty("promptFeedback", out var feedback) && feedback.TryGetProperty("blockReason", out _)))
            return TypedResult.Of(ErrorKind.Refused);

        var candidates = chunks.Where(c => c.TryGetProperty("candidates", out _)).Select(c => c.GetProperty("candidates")[0]).ToList();
        var reason = candidates.Select(c => c.TryGetProperty("finishReason", out var r) ? r.GetString() : null).LastOrDefault(r => r is not null);
        if (reason is "SAFETY" or "MODEL_ARMOR" or "RECITATION" or "PROHIBITED_CONTENT")
            return TypedResult.Of(ErrorKind.Refused);
        if (reason is "UNEXPECTED_TOOL_CALL" or "MALFORMED_FUNCTION_CALL")
            return TypedResult.Of(ErrorKind.MalformedAnswer);
        if (reason is null)
            return TypedResult.Of(exchange.Stream ? ErrorKind.Network : ErrorKind.MalformedAnswer);

        var parts = candidates.SelectMany(Parts).ToList();
        var calls = string.Join(' ', Calls(parts));
        var (text, thinking) = (Texts(parts, isThought: false), Texts(parts, isThought: true));
        if (calls.Length == 0 && string.IsNullOrWhiteSpace(text) && parts.TrueForAll(p => p.TryGetProperty("text", out _)))
            return TypedResult.Of(ErrorKind.MalformedAnswer);
        var finish = reason switch { "STOP" => calls.Length > 0 ? "tool_calls" : "stop", "MAX_TOKENS" => "length", _ => reason.ToLowerInvariant() };
        return new TypedResult(text, thinking, calls, finish, Usage(chunks));
    }

    private static ModelUsage? Usage(JsonElement[] chunks)
    {
        var usage = chunks.Select(c => c.TryGetProperty("usageMetadata", out var u) ? u : default)
            .LastOrDefault(u => u.ValueKind == JsonValueKind.Object && u.TryGetProperty("promptTokenCount", out _));
        if (usage.ValueKind == JsonValueKind.Undefined)
            return null;
        // Everything that is not the prompt was answered or thought: the total says so.
        var input = Count(usage, "promptTokenCount") + Count(usage, "toolUsePromptTokenCount");
        return new ModelUsage(input, Count(usage, "totalTokenCount") - input, Count(usage, "cachedContentTokenCount"));
    }

    // A call is whole, or comes in pieces of which only the last does not go on.
    private static IEnumerable<string> Calls(IEnumerable<JsonElement> parts)
    {
        string? name = null;
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var isCall = part.TryGetProperty("functionCall", out var call);
            if (isCall && call.TryGetProperty("name", out var whole) && !call.TryGetProperty("willContinue", out _))
            {
                yield return TypedResult.Call(whole.GetString(), call.TryGetProperty("args", out var args) ? args : default);
                continue;
            }

            if (isCall && call.TryGetProperty("name", out var begun))
                name = begun.GetString();
            foreach (var piece in isCall && call.TryGetProperty("partialArgs", out var pieces) ? pieces.EnumerateArray() : default)
            {
                var path = piece.GetProperty("jsonPath").GetString()!;
                texts[path] = piece.TryGetProperty("stringValue", out var text)
                    ? texts.GetValueOrDefault(path, "") + text.GetString()
                    : piece.GetProperty("numberValue").GetRawText();
            }

            if (name is null || (isCall && call.TryGetProperty("willContinue", out _)))
                continue;
            yield return TypedResult.Call(name, PathsByHand.ToJson(texts));
            name = null;
            texts.Clear();
        }
    }

    private static IEnumerable<JsonElement> Parts(JsonElement candidate) =>
        candidate.TryGetProperty("content", out var content) && content.TryGetProperty("parts", out var parts) ? parts.EnumerateArray() : [];

    private static string Texts(IEnumerable<JsonElement> parts, bool isThought) => string.Concat(parts
        .Where(p => p.TryGetProperty("thought", out var thought) && thought.GetBoolean() == isThought || !isThought && !p.TryGetProperty("thought", out _))
        .Select(p => p.TryGetProperty("text", out var text) ? text.GetString() : ""));

    private static long Count(JsonElement usage, string name) => usage.TryGetProperty(name, out var count) ? count.GetInt64() : 0;

    private static ErrorKind Kind(JsonElement error) => (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()!) switch
    {
        (_, var text) when text.Contains("API key", StringComparison.Ordinal) => ErrorKind.Authentication,
        (_, var text) when text.Contains("input token count", StringComparison.Ordinal) => ErrorKind.ContextTooLong,
        (404, _) => ErrorKind.NotFound,
        (429, _) => ErrorKind.RateLimited,
        ( >= 500, _) => ErrorKind.Overloaded,
        _ => ErrorKind.Validation,
    };
}
