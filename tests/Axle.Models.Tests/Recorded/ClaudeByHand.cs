using System.Text;
using System.Text.Json;

namespace Axle.Models.Tests.Recorded;

/// <summary>Reads Anthropic's JSON a second time, as plainly as possible, to hold the client against it.</summary>
internal static class ClaudeByHand
{
    public static TypedResult Read(RecordedExchange exchange) => exchange.Stream && exchange.Status == 200
        ? ReadStream(RecordedExchanges.Events(exchange.Body))
        : ReadWhole(Samples.Json(exchange.Body));

    public static TypedResult ReadWhole(JsonElement root)
    {
        if (root.TryGetProperty("error", out var error))
            return TypedResult.Of(Kind(error.GetProperty("type").GetString()!));
        var blocks = root.GetProperty("content").EnumerateArray().ToList();
        var calls = Of(blocks, "tool_use").Select(b => TypedResult.Call(b.GetProperty("name").GetString(), b.GetProperty("input")));
        return Result(
            string.Concat(Of(blocks, "text").Select(b => b.GetProperty("text").GetString())),
            string.Concat(Of(blocks, "thinking").Select(b => b.GetProperty("thinking").GetString())),
            calls, root.GetProperty("stop_reason").GetString()!, [root.GetProperty("usage")], blocks.Count == 0);
    }

    public static TypedResult ReadStream(IEnumerable<JsonElement> events)
    {
        var (text, thinking, reason, isEmpty) = (new StringBuilder(), new StringBuilder(), "", true);
        var calls = new List<string>();
        var (name, arguments, whole) = ("", new StringBuilder(), default(JsonElement));
        var usages = new List<JsonElement>();
        var total = new List<Dictionary<string, JsonElement>>();
        foreach (var happened in events)
        {
            switch (happened.GetProperty("type").GetString())
            {
                case "message_start":
                    total.Add([]);
                    Merge(total[^1], happened.GetProperty("message").GetProperty("usage"));
                    foreach (var block in happened.GetProperty("message").GetProperty("content").EnumerateArray())
                        calls.Add(TypedResult.Call(block.GetProperty("name").GetString(), block.GetProperty("input")));
                    reason = happened.GetProperty("message").GetProperty("stop_reason").GetString() ?? reason;
                    break;
                case "content_block_start":
                    isEmpty = false;
                    var opened = happened.GetProperty("content_block");
                    name = opened.GetProperty("type").GetString() == "tool_use" ? opened.GetProperty("name").GetString()! : "";
                    whole = opened.TryGetProperty("input", out var input) ? input : default;
                    arguments.Clear();
                    break;
                case "content_block_delta":
                    var delta = happened.GetProperty("delta");
                    text.Append(delta.TryGetProperty("text", out var t) ? t.GetString() : "");
                    thinking.Append(delta.TryGetProperty("thinking", out var r) ? r.GetString() : "");
                    arguments.Append(delta.TryGetProperty("partial_json", out var j) ? j.GetString() : "");
                    break;
                case "content_block_stop" when name.Length > 0:
                    calls.Add(TypedResult.Call(name, arguments.Length == 0 ? whole : Samples.Json(arguments.ToString())));
                    name = "";
                    break;
                case "message_delta":
                    Merge(total[^1], happened.GetProperty("usage"));
                    reason = happened.GetProperty("delta").GetProperty("stop_reason").GetString() ?? reason;
                    break;
                case "error":
                    return TypedResult.Of(Kind(happened.GetProperty("error").GetProperty("type").GetString()!));
            }
        }

        usages.AddRange(total.Select(u => JsonSerializer.SerializeToElement(u)));
        return Result(text.ToString(), thinking.ToString(), calls, reason, usages, isEmpty && calls.Count == 0);
    }

    private static TypedResult Result(
        string text, string thinking, IEnumerable<string> calls, string reason, IEnumerable<JsonElement> usages, bool isEmpty)
    {
        if (reason == "refusal")
            return TypedResult.Of(ErrorKind.Refused);
        if (isEmpty)
            return TypedResult.Of(ErrorKind.MalformedAnswer);
        var finish = reason switch { "end_turn" or "stop_sequence" => "stop", "tool_use" => "tool_calls", "max_tokens" => "length", _ => reason };
        var steps = usages.SelectMany(u => u.TryGetProperty("iterations", out var all)
            ? all.EnumerateArray().Where(i => i.GetProperty("type").GetString() == "compaction").Prepend(u)
            : [u]).ToList();
        return new TypedResult(text, thinking, string.Join(' ', calls), finish, new ModelUsage(
            steps.Sum(s => Count(s, "input_tokens") + Count(s, "cache_read_input_tokens") + Count(s, "cache_creation_input_tokens")),
            steps.Sum(s => Count(s, "output_tokens")), steps.Sum(s => Count(s, "cache_read_input_tokens"))));
    }

    private static IEnumerable<JsonElement> Of(IEnumerable<JsonElement> blocks, string type) => blocks.Where(b => b.GetProperty("type").GetString() == type);

    private static long Count(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var count) && count.ValueKind == JsonValueKind.Number ? count.GetInt64() : 0;

    private static void Merge(Dictionary<string, JsonElement> into, JsonElement usage)
    {
        foreach (var member in usage.EnumerateObject())
            into[member.Name] = member.Value;
    }

    private static ErrorKind Kind(string type) => type switch
    {
        "authentication_error" or "permission_error" => ErrorKind.Authentication,
        "not_found_error" => ErrorKind.NotFound,
        "rate_limit_error" => ErrorKind.RateLimited,
        "overloaded_error" or "api_error" => ErrorKind.Overloaded,
        _ => ErrorKind.Validation,
    };
}
