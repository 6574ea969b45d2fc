using System.Text;
using System.Text.Json;

namespace Axle.Models.Tests.Recorded;

/// <summary>Reads chat completions a second time, as plainly as possible, to hold the client against it.</summary>
internal static class CompletionsByHand
{
    public static TypedResult Read(RecordedExchange exchange)
    {
        if (exchange.Stream && exchange.Status == 200)
            return ReadStream(RecordedExchanges.Events(exchange.Body));
        var root = Samples.Json(exchange.Body);
        return exchange.Status >= 400 ? TypedResult.Of(Kind(exchange.Status, root.GetProperty("error"))) : ReadWhole(root);
    }

    public static ErrorKind Kind(int status, JsonElement error) => (status, Text(error, "code")) switch
    {
        (401, _) => ErrorKind.Authentication,
        (404, _) or (_, "model_not_found") => ErrorKind.NotFound,
        (_, "context_length_exceeded") => ErrorKind.ContextTooLong,
        (_, "content_filter") => ErrorKind.Refused,
        (429, _) => ErrorKind.RateLimited,
        ( >= 500, _) => ErrorKind.Overloaded,
        _ => ErrorKind.Validation,
    };

    public static ModelUsage? Usage(JsonElement root)
    {
        if (!root.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
            return null;
        var hasDetails = usage.TryGetProperty("prompt_tokens_details", out var input) && input.ValueKind == JsonValueKind.Object;
        var cached = hasDetails ? Count(input, "cached_tokens") : 0;
        var (sent, received, total) = (Count(usage, "prompt_tokens"), Count(usage, "completion_tokens"), Count(usage, "total_tokens"));
        var beside = total - sent - received;
        return new ModelUsage(sent, beside > 0 ? received + beside : received, cached);
    }

    private static TypedResult ReadWhole(JsonElement root)
    {
        var choice = root.GetProperty("choices")[0];
        var message = choice.GetProperty("message");
        var calls = new List<string>();
        if (message.TryGetProperty("tool_calls", out var all) && all.ValueKind == JsonValueKind.Array)
            calls.AddRange(all.EnumerateArray().Select(c => Call(c.GetProperty("function"))));
        if (message.TryGetProperty("function_call", out var old) && old.ValueKind == JsonValueKind.Object)
            calls.Add(Call(old));
        var text = Text(message, "content");
        if (message.TryGetProperty("audio", out var audio) && audio.ValueKind == JsonValueKind.Object)
            text += Text(audio, "transcript");
        return Result(text, Thoughts(message), calls, Text(choice, "finish_reason"), Usage(root), Text(message, "refusal").Length > 0);
    }

    private static TypedResult ReadStream(IEnumerable<JsonElement> events)
    {
        var (text, thoughts, refused, reason) = (new StringBuilder(), new StringBuilder(), false, "");
        var calls = new SortedDictionary<int, (string Name, StringBuilder Arguments)>();
        ModelUsage? usage = null;
        foreach (var happened in events)
        {
            usage = Usage(happened) ?? usage;
            foreach (var choice in happened.GetProperty("choices").EnumerateArray())
            {
                var delta = choice.GetProperty("delta");
                text.Append(Text(delta, "content"));
                thoughts.Append(Thoughts(delta));
                refused |= Text(delta, "refusal").Length > 0;
                reason = Text(choice, "finish_reason") is { Length: > 0 } said ? said : reason;
                if (!delta.TryGetProperty("tool_calls", out var pieces) || pieces.ValueKind != JsonValueKind.Array)
                    continue;
                foreach (var piece in pieces.EnumerateArray())
                {
                    var index = piece.GetProperty("index").GetInt32();
                    var function = piece.GetProperty("function");
                    if (!calls.ContainsKey(index))
                        calls[index] = (Text(function, "name"), new StringBuilder());
                    calls[index].Arguments.Append(Text(function, "arguments"));
                }
            }
        }

        return Result(text.ToString(), thoughts.ToString(), [.. calls.Values.Select(c => Call(c.Name, c.Arguments.ToString()))], reason, usage, refused);
    }

    private static TypedResult Result(string text, string thoughts, List<string> calls, string reason, ModelUsage? usage, bool refused)
    {
        if (refused || reason == "content_filter")
            return TypedResult.Of(ErrorKind.Refused);
        if (text.Trim().Length == 0 && calls.Count == 0)
            return TypedResult.Of(ErrorKind.MalformedAnswer);
        return new TypedResult(text, thoughts, string.Join(' ', calls), reason == "function_call" ? "tool_calls" : reason, usage);
    }

    private static string Call(JsonElement function) => Call(Text(function, "name"), Text(function, "arguments"));

    private static string Call(string name, string arguments) => TypedResult.Call(name, arguments.Length == 0 ? default : Samples.Json(arguments));

    private static string Thoughts(JsonElement message) =>
        Text(message, "reasoning_content") is { Length: > 0 } text ? text : Text(message, "reasoning");

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static long Count(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;
}
