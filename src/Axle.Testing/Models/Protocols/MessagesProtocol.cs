using System.Globalization;
using System.Text.Json.Nodes;

namespace Axle.Testing.Models.Protocols;

/// <summary>Anthropic's Messages, version 2023-06-01.</summary>
internal sealed class MessagesProtocol : IWireProtocol
{
    public JsonNode Whole(ServedAnswer answer, WireRequest request)
    {
        var message = Message(answer, request);
        message["content"] = new JsonArray([.. Shown(answer).Select(static p => Block(p))]);
        message["stop_reason"] = Reason(answer);
        message["usage"] = Usage(answer, answer.Usage.Output);
        return message;
    }

    public IEnumerable<string> Events(ServedAnswer answer, WireRequest request)
    {
        var message = Message(answer, request);
        message["usage"] = Usage(answer, output: 1);
        yield return Event(new JsonObject { ["type"] = "message_start", ["message"] = message });
        yield return Event(new JsonObject { ["type"] = "ping" });
        foreach (var (index, part) in Shown(answer).Index())
        {
            yield return Event(new JsonObject { ["type"] = "content_block_start", ["index"] = index, ["content_block"] = Block(part, empty: true) });
            foreach (var delta in Deltas(answer, part))
                yield return Event(new JsonObject { ["type"] = "content_block_delta", ["index"] = index, ["delta"] = delta });
            yield return Event(new JsonObject { ["type"] = "content_block_stop", ["index"] = index });
        }

        yield return Event(new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = Reason(answer), ["stop_sequence"] = null },
            ["usage"] = Usage(answer, answer.Usage.Output),
        });
        yield return Event(new JsonObject { ["type"] = "message_stop" });
    }

    public string ErrorEvent(WireRequest request) => Event(Body("overloaded_error", "Overloaded"));

    public ServedHttp Error(ServedError error, WireRequest request)
    {
        var (status, type, message) = error.Case switch
        {
            ErrorCase.RateLimited => (429, "rate_limit_error", "This request would exceed your organization's rate limit of 50 requests per minute."),
            ErrorCase.QuotaSpent => (400, "invalid_request_error",
                "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."),
            ErrorCase.PaymentRequired => (402, "billing_error", "There is an issue with your payment information."),
            ErrorCase.Overloaded => (529, "overloaded_error", "Overloaded"),
            ErrorCase.BadKey => (401, "authentication_error", "invalid x-api-key"),
            ErrorCase.Forbidden => (403, "permission_error", "Your API key does not have permission to use the specified resource."),
            ErrorCase.Invalid => (400, "invalid_request_error", "messages.0.content: Field required"),
            ErrorCase.TooLong => (400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum"),
            ErrorCase.TooLarge => (413, "request_too_large", "Request exceeds the maximum size"),
            ErrorCase.Refused => (400, "invalid_request_error", "Output blocked by content filtering policy"),
            ErrorCase.UnknownModel => (404, "not_found_error", $"model: {request.Model}"),
            ErrorCase.TimedOut => (504, "timeout_error", "Request timed out"),
            _ => (500, "api_error", "Internal server error"),
        };
        if (error.Case == ErrorCase.BadGateway)
            return ServedHttp.Page(502);
        var http = ServedHttp.Json(status, Body(type, ErrorText.Of(message, error, request)));
        http.Headers["request-id"] = "req_served";
        http.Headers["x-should-retry"] = status is 429 or >= 500 ? "true" : "false";
        if (error.Case == ErrorCase.RateLimited)
            AddLimits(http.Headers, request.Now + (error.RetryAfter ?? TimeSpan.FromSeconds(30)));
        ErrorText.AddWait(http.Headers, error, request);
        return http;
    }

    private static void AddLimits(Dictionary<string, string> headers, DateTimeOffset reset)
    {
        foreach (var (what, limit) in (ReadOnlySpan<(string, string)>)[("requests", "50"), ("tokens", "50000"), ("input-tokens", "40000"), ("output-tokens", "10000")])
        {
            headers[$"anthropic-ratelimit-{what}-limit"] = limit;
            headers[$"anthropic-ratelimit-{what}-remaining"] = what == "requests" ? "0" : limit;
            headers[$"anthropic-ratelimit-{what}-reset"] = reset.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }
    }

    private static JsonObject Body(string type, string message) => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = type, ["message"] = message },
        ["request_id"] = "req_served",
    };

    // A refusal of Claude has no text of its own: the reason to stop tells it.
    private static IEnumerable<AnswerPart> Shown(ServedAnswer answer) => answer.Parts.Where(static p => p is not (RefusalPart or PicturePart));

    private static JsonObject Message(ServedAnswer answer, WireRequest request) => new()
    {
        ["id"] = "msg_served",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = answer.Model ?? request.Model,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
    };

    private static JsonObject Block(AnswerPart part, bool empty = false) => part switch
    {
        ThinkingPart thinking => new() { ["type"] = "thinking", ["thinking"] = empty ? "" : thinking.Text, ["signature"] = empty ? "" : "c2VydmVk" },
        ToolCallPart call => new()
        {
            ["type"] = "tool_use",
            ["id"] = call.Id,
            ["name"] = call.Name,
            ["input"] = empty ? new JsonObject() : JsonNode.Parse(call.Arguments.GetRawText()),
        },
        _ => new() { ["type"] = "text", ["text"] = empty ? "" : ((TextPart)part).Text },
    };

    private static IEnumerable<JsonObject> Deltas(ServedAnswer answer, AnswerPart part) => part switch
    {
        ThinkingPart thinking => answer.Pieces(thinking.Text)
            .Select(static t => new JsonObject { ["type"] = "thinking_delta", ["thinking"] = t })
            .Append(new JsonObject { ["type"] = "signature_delta", ["signature"] = "c2VydmVk" }),
        ToolCallPart call => answer.Pieces(call.Arguments.GetRawText())
            .Select(static t => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = t }),
        _ => answer.Pieces(((TextPart)part).Text).Select(static t => new JsonObject { ["type"] = "text_delta", ["text"] = t }),
    };

    private static string Reason(ServedAnswer answer) => answer.EndsWith switch
    {
        AnswerEnd.ToolCalls => "tool_use",
        AnswerEnd.Length => "max_tokens",
        AnswerEnd.Refused => "refusal",
        _ => "end_turn",
    };

    // Anthropic counts what was read from and written to the cache beside the input, not in it.
    private static JsonObject Usage(ServedAnswer answer, long output) => new()
    {
        ["input_tokens"] = answer.Usage.Input - answer.Usage.CacheRead - answer.Usage.CacheWrite,
        ["cache_creation_input_tokens"] = answer.Usage.CacheWrite,
        ["cache_read_input_tokens"] = answer.Usage.CacheRead,
        ["cache_creation"] = new JsonObject { ["ephemeral_5m_input_tokens"] = answer.Usage.CacheWrite, ["ephemeral_1h_input_tokens"] = 0 },
        ["output_tokens"] = output,
        ["service_tier"] = "standard",
    };

    private static string Event(JsonObject data) => $"event: {data["type"]}\ndata: {data.ToJsonString()}\n\n";
}
