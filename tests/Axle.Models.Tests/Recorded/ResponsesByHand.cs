using System.Text.Json;

namespace Axle.Models.Tests.Recorded;

/// <summary>
/// Reads responses a second time, as plainly as possible. Of a stream it reads the last event alone, which repeats everything: the client, which
/// reads the pieces, must come to the same.
/// </summary>
internal static class ResponsesByHand
{
    public static TypedResult Read(RecordedExchange exchange)
    {
        if (exchange.Status >= 400)
            return TypedResult.Of(CompletionsByHand.Kind(exchange.Status, Samples.Json(exchange.Body).GetProperty("error")));
        if (!exchange.Stream)
            return ReadWhole(Samples.Json(exchange.Body));
        // One of the fixtures holds two answers that follow each other.
        return RecordedExchanges.Events(exchange.Body).Where(e => Type(e) is "response.completed" or "response.failed" or "response.incomplete")
            .Select(e => ReadWhole(e.GetProperty("response")))
            .Aggregate((one, next) => next with { Text = one.Text + next.Text, Usage = one.Usage!.Plus(next.Usage!) });
    }

    private static TypedResult ReadWhole(JsonElement root)
    {
        var status = root.GetProperty("status").GetString();
        if (status == "failed")
            return TypedResult.Of(ErrorKind.Overloaded);
        if (status is "queued" or "in_progress")
            return TypedResult.Of(ErrorKind.MalformedAnswer);
        var items = root.GetProperty("output").EnumerateArray().ToList();
        var parts = items.Where(i => Type(i) == "message").SelectMany(i => i.GetProperty("content").EnumerateArray()).ToList();
        if (parts.Any(p => Type(p) == "refusal"))
            return TypedResult.Of(ErrorKind.Refused);
        var text = string.Concat(parts.Select(p => Text(p, "text")));
        var calls = items.Where(i => Type(i) is "function_call" or "custom_tool_call").Select(Call).ToList();
        var hosted = items.Count(i => Type(i) is not ("message" or "reasoning" or "function_call" or "custom_tool_call"));
        if (text.Trim().Length == 0 && calls.Count == 0 && hosted == 0)
            return TypedResult.Of(ErrorKind.MalformedAnswer);
        var thoughts = string.Concat(items.Where(i => Type(i) == "reasoning").Select(i =>
            string.Join("\n\n", i.GetProperty("summary").EnumerateArray().Select(s => Text(s, "text")))));
        var finish = status == "incomplete" ? "length" : calls.Count > 0 ? "tool_calls" : "stop";
        var usage = root.TryGetProperty("usage", out var u) && u.ValueKind == JsonValueKind.Object
            ? new ModelUsage(u.GetProperty("input_tokens").GetInt64(), u.GetProperty("output_tokens").GetInt64(),
                u.GetProperty("input_tokens_details").GetProperty("cached_tokens").GetInt64())
            : null;
        return new TypedResult(text, thoughts, string.Join(' ', calls), finish, usage);
    }

    private static string Call(JsonElement item) => Type(item) == "custom_tool_call"
        ? TypedResult.Call(Text(item, "name"), JsonSerializer.SerializeToElement(new { input = Text(item, "input") }))
        : TypedResult.Call(Text(item, "name"), Text(item, "arguments") is { Length: > 0 } arguments ? Samples.Json(arguments) : default);

    private static string? Type(JsonElement item) => item.GetProperty("type").GetString();

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
