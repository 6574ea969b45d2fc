using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Models.Answers;
using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding.Output;

/// <summary>Takes findings out of a whole answer: of its text, its reasoning, the strings of structured answers, and the arguments of calls.</summary>
/// <param name="guard">Finds what may not pass.</param>
internal sealed class CleanAnswer(IAnswerGuard guard)
{
    /// <summary>What was found.</summary>
    public List<AnswerFinding> Found { get; } = [];

    /// <summary>The answer without what is to be taken out; the same when nothing is.</summary>
    public ChatResponse Of(ChatResponse response)
    {
        var structured = CheckedAnswer.Of(response);
        var messages = response.Messages.Select(m => Of(m, structured is not null)).ToList();
        if (!Found.Any(static f => f.Action == AnswerAction.Sanitise))
            return response;
        var cleaned = new ChatResponse(messages)
        {
            ResponseId = response.ResponseId,
            ConversationId = response.ConversationId,
            ModelId = response.ModelId,
            CreatedAt = response.CreatedAt,
            FinishReason = response.FinishReason,
            Usage = response.Usage,
            AdditionalProperties = response.AdditionalProperties?.Clone(),
        };
        if (structured is not null)
            (structured with { Json = Changed(structured.Json) }).PutOn(cleaned);
        Redaction.Mark(cleaned);
        return cleaned;
    }

    private ChatMessage Of(ChatMessage message, bool isJson)
    {
        var copy = message.Clone();
        copy.Contents = [.. Joined(message.Contents).Select(c => Of(c, isJson))];
        return copy;
    }

    // A reader sees one text where a model wrote it in pieces.
    private static List<AIContent> Joined(IList<AIContent> contents)
    {
        var joined = new List<AIContent>(contents.Count);
        foreach (var content in contents)
        {
            if (content is TextContent next && joined is [.., TextContent last])
                joined[^1] = new TextContent(last.Text + next.Text) { Annotations = [.. last.Annotations ?? [], .. next.Annotations ?? []] };
            else
                joined.Add(content);
        }

        return joined;
    }

    private AIContent Of(AIContent content, bool isJson) => content switch
    {
        TextContent text when isJson => new TextContent(Changed(JsonElement.Parse(text.Text)).GetRawText()),
        TextContent text => new TextContent(Changed(text.Text)) { Annotations = text.Annotations },
        TextReasoningContent thought => Of(thought),
        FunctionCallContent { Arguments: { } arguments } call => new FunctionCallContent(
            call.CallId,
            call.Name,
            arguments.ToDictionary(static a => a.Key, a => (object?)Changed(JsonSerializer.SerializeToElement(a.Value, AIJsonUtilities.DefaultOptions))))
        {
            AdditionalProperties = call.AdditionalProperties,
        },
        _ => content,
    };

    // A seal holds for the thought as it was thought.
    private TextReasoningContent Of(TextReasoningContent thought)
    {
        var text = Changed(thought.Text);
        return text == thought.Text ? thought : new TextReasoningContent(text);
    }

    private JsonElement Changed(JsonElement value) => JsonSerializer.SerializeToElement(Changed(JsonSerializer.SerializeToNode(value)));

    private JsonNode? Changed(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Changed(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Changed)]),
        JsonValue leaf when leaf.GetValueKind() == JsonValueKind.String => JsonValue.Create(Changed(leaf.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    private string Changed(string text)
    {
        var findings = guard.Find(text);
        if (findings.Count == 0)
            return text;
        Found.AddRange(findings);
        var cleaned = new StringBuilder(text.Length);
        var at = 0;
        foreach (var finding in findings.Where(static f => f.Action == AnswerAction.Sanitise))
        {
            cleaned.Append(text, at, finding.Start - at).Append(finding.Instead);
            at = finding.End;
        }

        return cleaned.Append(text, at, text.Length - at).ToString();
    }
}
