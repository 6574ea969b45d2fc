using System.Text.Json.Nodes;

namespace Axle.Testing.Models.Protocols;

/// <summary>OpenAI's Chat Completions.</summary>
internal sealed class ChatCompletionsProtocol : IWireProtocol
{
    public JsonNode Whole(ServedAnswer answer, WireRequest request)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = Join<TextPart>(answer, static p => p.Text), ["refusal"] = Join<RefusalPart>(answer, static p => p.Text) };
        if (Join<ThinkingPart>(answer, static p => p.Text) is { } thoughts)
            message["reasoning_content"] = thoughts;
        if (answer.Parts.OfType<ToolCallPart>().ToList() is { Count: > 0 } calls)
            message["tool_calls"] = new JsonArray([.. calls.Select(static c => Call(c, c.Arguments.GetRawText()))]);
        if (answer.Parts.OfType<PicturePart>().ToList() is { Count: > 0 } pictures)
            message["images"] = new JsonArray([.. pictures.Select(static (p, i) => Picture(p, i))]);
        var whole = Envelope(answer, request, "chat.completion");
        whole["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = message,
            ["logprobs"] = null,
            ["finish_reason"] = Reason(answer),
        });
        whole["usage"] = Usage(answer);
        return whole;
    }

    public IEnumerable<string> Events(ServedAnswer answer, WireRequest request)
    {
        yield return Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "", ["refusal"] = null });
        var calls = 0;
        foreach (var part in answer.Parts)
        {
            var deltas = part switch
            {
                ToolCallPart call => CallDeltas(answer, call, calls++),
                PicturePart picture => [new JsonObject { ["images"] = new JsonArray(Picture(picture, 0)) }],
                _ => TextDeltas(answer, part),
            };
            foreach (var delta in deltas)
                yield return Chunk(delta);
        }

        yield return Chunk([], Reason(answer));
        if (request.Body.TryGetProperty("stream_options", out var options) && WireRequest.Says(options, "include_usage"))
        {
            var last = Envelope(answer, request, "chat.completion.chunk");
            last["choices"] = new JsonArray();
            last["usage"] = Usage(answer);
            yield return Event(last);
        }

        yield return "data: [DONE]\n\n";

        string Chunk(JsonObject delta, string? reason = null)
        {
            var chunk = Envelope(answer, request, "chat.completion.chunk");
            chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = reason });
            return Event(chunk);
        }
    }

    public ServedHttp Error(ServedError error, WireRequest request) => OpenAiErrorBodies.Of(error, request);

    public string ErrorEvent(WireRequest request) => Event(OpenAiErrorBodies.Body("server_error", null, "The server had an error while processing your request."));

    private static IEnumerable<JsonObject> CallDeltas(ServedAnswer answer, ToolCallPart call, int index)
    {
        var first = Call(call, "");
        first["index"] = index;
        yield return new JsonObject { ["tool_calls"] = new JsonArray(first) };
        foreach (var piece in answer.Pieces(call.Arguments.GetRawText()))
        {
            yield return new JsonObject
            {
                ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = piece } }),
            };
        }
    }

    private static IEnumerable<JsonObject> TextDeltas(ServedAnswer answer, AnswerPart part)
    {
        var (name, text) = part switch
        {
            RefusalPart refusal => ("refusal", refusal.Text),
            ThinkingPart thinking => ("reasoning_content", thinking.Text),
            _ => ("content", ((TextPart)part).Text),
        };
        return answer.Pieces(text).Select(piece => new JsonObject { [name] = piece });
    }

    private static JsonObject Picture(PicturePart picture, int index) => new()
    {
        ["type"] = "image_url",
        ["image_url"] = new JsonObject { ["url"] = $"data:{picture.MediaType};base64,{picture.Data}" },
        ["index"] = index,
    };

    private static JsonObject Call(ToolCallPart call, string arguments) => new()
    {
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = arguments },
    };

    private static JsonObject Envelope(ServedAnswer answer, WireRequest request, string kind) => new()
    {
        ["id"] = "chatcmpl-served",
        ["object"] = kind,
        ["created"] = request.Now.ToUnixTimeSeconds(),
        ["model"] = answer.Model ?? request.Model,
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_served",
    };

    private static JsonObject Usage(ServedAnswer answer) => new()
    {
        ["prompt_tokens"] = answer.Usage.Input,
        ["completion_tokens"] = answer.Usage.Output,
        ["total_tokens"] = answer.Usage.Input + answer.Usage.Output,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = answer.Usage.CacheRead, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = answer.Usage.Reasoning, ["audio_tokens"] = 0 },
    };

    // The model's own refusal is told in a field of its own and ends like any answer; a filter ends with a reason.
    private static string Reason(ServedAnswer answer) => answer.EndsWith switch
    {
        AnswerEnd.ToolCalls => "tool_calls",
        AnswerEnd.Length => "length",
        AnswerEnd.Refused => answer.Parts.Any(static p => p is RefusalPart) ? "stop" : "content_filter",
        _ => "stop",
    };

    private static string? Join<T>(ServedAnswer answer, Func<T, string> text)
        where T : AnswerPart => answer.Parts.OfType<T>().ToList() is { Count: > 0 } parts ? string.Concat(parts.Select(text)) : null;

    private static string Event(JsonObject data) => $"data: {data.ToJsonString()}\n\n";
}
