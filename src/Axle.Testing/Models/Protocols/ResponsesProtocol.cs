using System.Text.Json.Nodes;

namespace Axle.Testing.Models.Protocols;

/// <summary>OpenAI's Responses.</summary>
internal sealed class ResponsesProtocol : IWireProtocol
{
    public JsonNode Whole(ServedAnswer answer, WireRequest request) => Response(answer, request, Status(answer), done: true);

    public IEnumerable<string> Events(ServedAnswer answer, WireRequest request)
    {
        var number = 0;
        yield return Event("response.created", new JsonObject { ["response"] = Response(answer, request, "in_progress", done: false) });
        yield return Event("response.in_progress", new JsonObject { ["response"] = Response(answer, request, "in_progress", done: false) });
        foreach (var (index, part) in Shown(answer).Index())
        {
            yield return Event("response.output_item.added", new JsonObject { ["output_index"] = index, ["item"] = Item(part, index, done: false) });
            foreach (var (type, data) in PartEvents(answer, part))
            {
                data["item_id"] = Id(part, index);
                data["output_index"] = index;
                yield return Event(type, data);
            }

            yield return Event("response.output_item.done", new JsonObject { ["output_index"] = index, ["item"] = Item(part, index, done: true) });
        }

        var status = Status(answer);
        yield return Event($"response.{status}", new JsonObject { ["response"] = Response(answer, request, status, done: true) });

        string Event(string type, JsonObject data)
        {
            data.Insert(0, "type", type);
            data["sequence_number"] = number++;
            return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
        }
    }

    public ServedHttp Error(ServedError error, WireRequest request) => OpenAiErrorBodies.Of(error, request);

    public string ErrorEvent(WireRequest request) =>
        """event: error""" + "\n" + """data: {"type":"error","code":"server_error","message":"The server had an error while processing your request.","param":null,"sequence_number":99}""" + "\n\n";

    private static IEnumerable<(string Type, JsonObject Data)> PartEvents(ServedAnswer answer, AnswerPart part)
    {
        if (part is ToolCallPart call)
        {
            var arguments = call.Arguments.GetRawText();
            foreach (var piece in answer.Pieces(arguments))
                yield return ("response.function_call_arguments.delta", new JsonObject { ["delta"] = piece });
            yield return ("response.function_call_arguments.done", new JsonObject { ["arguments"] = arguments });
            yield break;
        }

        var (place, events, text, field) = part switch
        {
            ThinkingPart thinking => ("summary_index", "reasoning_summary", thinking.Text, "text"),
            RefusalPart refusal => ("content_index", "content", refusal.Text, "refusal"),
            _ => ("content_index", "content", ((TextPart)part).Text, "text"),
        };
        var words = part switch { ThinkingPart => "reasoning_summary_text", RefusalPart => "refusal", _ => "output_text" };
        yield return ($"response.{events}_part.added", new JsonObject { [place] = 0, ["part"] = Content(part, "") });
        foreach (var piece in answer.Pieces(text))
            yield return ($"response.{words}.delta", new JsonObject { [place] = 0, ["delta"] = piece });
        yield return ($"response.{words}.done", new JsonObject { [place] = 0, [field] = text });
        yield return ($"response.{events}_part.done", new JsonObject { [place] = 0, ["part"] = Content(part, text) });
    }

    private static JsonObject Response(ServedAnswer answer, WireRequest request, string status, bool done) => new()
    {
        ["id"] = "resp_served",
        ["object"] = "response",
        ["created_at"] = request.Now.ToUnixTimeSeconds(),
        ["status"] = status,
        ["background"] = false,
        ["error"] = null,
        ["incomplete_details"] = status == "incomplete"
            ? new JsonObject { ["reason"] = answer.EndsWith == AnswerEnd.Length ? "max_output_tokens" : "content_filter" }
            : null,
        ["instructions"] = null,
        ["max_output_tokens"] = null,
        ["model"] = answer.Model ?? request.Model,
        ["output"] = done ? new JsonArray([.. Shown(answer).Select(static (p, i) => Item(p, i, done: true))]) : new JsonArray(),
        ["parallel_tool_calls"] = true,
        ["previous_response_id"] = null,
        ["reasoning"] = new JsonObject { ["effort"] = null, ["summary"] = null },
        ["store"] = false,
        ["temperature"] = 1.0,
        ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["top_p"] = 1.0,
        ["truncation"] = "disabled",
        ["usage"] = done ? Usage(answer) : null,
        ["metadata"] = new JsonObject(),
    };

    private static IEnumerable<AnswerPart> Shown(ServedAnswer answer) => answer.Parts.Where(static p => p is not PicturePart);

    private static JsonObject Item(AnswerPart part, int index, bool done) => part switch
    {
        ToolCallPart call => new()
        {
            ["type"] = "function_call",
            ["id"] = Id(part, index),
            ["call_id"] = call.Id,
            ["name"] = call.Name,
            ["arguments"] = done ? call.Arguments.GetRawText() : "",
            ["status"] = done ? "completed" : "in_progress",
        },
        ThinkingPart thinking => new()
        {
            ["type"] = "reasoning",
            ["id"] = Id(part, index),
            ["summary"] = done ? new JsonArray(Content(part, thinking.Text)) : new JsonArray(),
        },
        _ => new()
        {
            ["type"] = "message",
            ["id"] = Id(part, index),
            ["status"] = done ? "completed" : "in_progress",
            ["role"] = "assistant",
            ["content"] = done ? new JsonArray(Content(part, part is RefusalPart refusal ? refusal.Text : ((TextPart)part).Text)) : new JsonArray(),
        },
    };

    private static JsonObject Content(AnswerPart part, string text) => part switch
    {
        ThinkingPart => new() { ["type"] = "summary_text", ["text"] = text },
        RefusalPart => new() { ["type"] = "refusal", ["refusal"] = text },
        _ => new() { ["type"] = "output_text", ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray(), ["text"] = text },
    };

    private static string Id(AnswerPart part, int index) => part switch { ToolCallPart => $"fc_{index}", ThinkingPart => $"rs_{index}", _ => $"msg_{index}" };

    private static string Status(ServedAnswer answer) =>
        answer.EndsWith == AnswerEnd.Length || (answer.EndsWith == AnswerEnd.Refused && !answer.Parts.Any(static p => p is RefusalPart)) ? "incomplete" : "completed";

    private static JsonObject Usage(ServedAnswer answer) => new()
    {
        ["input_tokens"] = answer.Usage.Input,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = answer.Usage.CacheRead },
        ["output_tokens"] = answer.Usage.Output,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = answer.Usage.Reasoning },
        ["total_tokens"] = answer.Usage.Input + answer.Usage.Output,
    };
}
