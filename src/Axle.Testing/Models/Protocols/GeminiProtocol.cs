using System.Text.Json.Nodes;

namespace Axle.Testing.Models.Protocols;

/// <summary>Gemini's generateContent and streamGenerateContent, versions v1 and v1beta.</summary>
internal sealed class GeminiProtocol : IWireProtocol
{
    public JsonNode Whole(ServedAnswer answer, WireRequest request) =>
        Answer(answer, request, [.. answer.Parts.Where(static p => p is not RefusalPart).Select(static p => Part(p))], last: true);

    public IEnumerable<string> Events(ServedAnswer answer, WireRequest request)
    {
        foreach (var part in answer.Parts.Where(static p => p is not RefusalPart))
        {
            IEnumerable<JsonObject> pieces = part switch
            {
                TextPart text => answer.Pieces(text.Text).Select(static t => Part(new TextPart(t))),
                ThinkingPart thinking => answer.Pieces(thinking.Text).Select(static t => Part(new ThinkingPart(t))),
                _ => [Part(part)],
            };
            foreach (var piece in pieces)
                yield return Event(Answer(answer, request, [piece], last: false));
        }

        yield return Event(Answer(answer, request, [new JsonObject { ["text"] = "" }], last: true));
    }

    public ServedHttp Error(ServedError error, WireRequest request) => GeminiErrorBodies.Of(error, request);

    public string ErrorEvent(WireRequest request) => Event(GeminiErrorBodies.Body(503, "UNAVAILABLE", "The model is overloaded. Please try again later."));

    private static JsonObject Answer(ServedAnswer answer, WireRequest request, JsonNode[] parts, bool last)
    {
        var candidate = new JsonObject { ["content"] = new JsonObject { ["parts"] = new JsonArray(parts), ["role"] = "model" } };
        if (last)
            candidate["finishReason"] = Reason(answer);
        candidate["index"] = 0;
        return new JsonObject
        {
            ["candidates"] = new JsonArray(candidate),
            ["usageMetadata"] = Usage(answer, last),
            ["modelVersion"] = answer.Model ?? request.Model,
            ["responseId"] = "served",
        };
    }

    private static JsonObject Part(AnswerPart part) => part switch
    {
        ThinkingPart thinking => new() { ["text"] = thinking.Text, ["thought"] = true },
        ToolCallPart call => new()
        {
            ["functionCall"] = new JsonObject { ["id"] = call.Id, ["name"] = call.Name, ["args"] = JsonNode.Parse(call.Arguments.GetRawText()) },
            ["thoughtSignature"] = "c2VydmVk",
        },
        PicturePart picture => new() { ["inlineData"] = new JsonObject { ["mimeType"] = picture.MediaType, ["data"] = picture.Data } },
        _ => new() { ["text"] = ((TextPart)part).Text },
    };

    private static string Reason(ServedAnswer answer) => answer.EndsWith switch
    {
        AnswerEnd.Length => "MAX_TOKENS",
        AnswerEnd.Refused => "SAFETY",
        _ => "STOP",
    };

    // Thoughts are counted beside the candidates' tokens, not in them.
    private static JsonObject Usage(ServedAnswer answer, bool last)
    {
        var usage = new JsonObject { ["promptTokenCount"] = answer.Usage.Input };
        if (answer.Usage.CacheRead > 0)
            usage["cachedContentTokenCount"] = answer.Usage.CacheRead;
        if (last)
        {
            usage["candidatesTokenCount"] = answer.Usage.Output - answer.Usage.Reasoning;
            if (answer.Usage.Reasoning > 0)
                usage["thoughtsTokenCount"] = answer.Usage.Reasoning;
            usage["totalTokenCount"] = answer.Usage.Input + answer.Usage.Output;
        }

        usage["promptTokensDetails"] = new JsonArray(new JsonObject { ["modality"] = "TEXT", ["tokenCount"] = answer.Usage.Input });
        return usage;
    }

    private static string Event(JsonObject data) => $"data: {data.ToJsonString()}\r\n\r\n";
}
