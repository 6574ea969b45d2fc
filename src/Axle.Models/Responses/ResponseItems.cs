using System.Text.Json;
using Axle.Models.ChatCompletions;
using Axle.Models.Wire.Conversations;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Responses;

/// <summary>Reads the items of an output. Kinds that nobody here knows are kept as they are and go back on the next turn.</summary>
internal static class ResponseItems
{
    /// <summary>Under this name a content keeps the item that it came from.</summary>
    public const string Kept = "openai.item";

    // Thoughts of other providers are sealed too; the mark keeps them apart when a conversation moves.
    private const string Seal = "openai:";

    /// <summary>Adds what an item says.</summary>
    /// <param name="contents">Where it goes.</param>
    /// <param name="item">The item.</param>
    /// <param name="heard">Whether its text came before, in pieces.</param>
    public static void Add(IList<AIContent> contents, JsonElement item, bool heard = false)
    {
        switch (item.Text("type"))
        {
            case "message":
                if (!heard)
                    AddTexts(contents, item);
                break;
            case "reasoning":
                AddThought(contents, item, heard);
                break;
            case "function_call":
                contents.Add(ToolArguments.Call(CallId(item), item.Text("name") ?? "", CompletionReading.Arguments(item, "arguments")));
                break;
            case "custom_tool_call":
                var input = new Dictionary<string, object?> { ["input"] = item.Text("input") };
                contents.Add(new FunctionCallContent(CallId(item), item.Text("name") ?? "", input).Keep(Kept, item.Clone()));
                break;
            case "image_generation_call" when item.Field("result") is { ValueKind: JsonValueKind.String } result && result.TryGetBytesFromBase64(out var bytes):
                contents.Add(new DataContent(bytes, $"image/{item.Text("output_format") ?? "png"}"));
                break;
            case not null:
                contents.Add(new AIContent().Keep(Kept, item.Clone()));
                break;
        }
    }

    /// <summary>Whether an item holds a refusal.</summary>
    public static bool IsRefusal(JsonElement item)
    {
        foreach (var part in item.Items("content"))
        {
            if (part.Text("type") == "refusal")
                return true;
        }

        return false;
    }

    /// <summary>Whether an item is a call that the caller must answer.</summary>
    public static bool IsCall(JsonElement item) => item.Text("type") is "function_call" or "custom_tool_call";

    /// <summary>Counts the hosted tools that are billed by use.</summary>
    public static void Count(UsageDetails usage, JsonElement item)
    {
        var tool = item.Text("type") switch
        {
            // Opening a page that was found is free.
            "web_search_call" when item.Field("action").Text("type") is null or "search" => "web_search",
            "file_search_call" => "file_search",
            "code_interpreter_call" => "code_interpreter",
            "image_generation_call" => "image_generation",
            _ => null,
        };
        if (tool is null)
            return;
        var counts = usage.AdditionalCounts ??= [];
        counts[UsageParts.ServerTool + tool] = counts.GetValueOrDefault(UsageParts.ServerTool + tool) + 1;
    }

    /// <summary>The sealed thought, as OpenAI sent it; null when it is none of OpenAI's.</summary>
    public static string? Unseal(TextReasoningContent thought) =>
        thought.ProtectedData is { } data && data.StartsWith(Seal, StringComparison.Ordinal) ? data[Seal.Length..] : null;

    private static string CallId(JsonElement item) => item.Text("call_id") is { Length: > 0 } id ? id : item.Text("id") ?? "call";

    private static void AddTexts(IList<AIContent> contents, JsonElement item)
    {
        if (item.Text("content") is { Length: > 0 } plain)
            contents.Add(new TextContent(plain));
        foreach (var part in item.Items("content"))
        {
            if (part.Text("text") is { Length: > 0 } text)
                contents.Add(new TextContent(text) { Annotations = Citations(part) });
        }
    }

    private static void AddThought(IList<AIContent> contents, JsonElement item, bool heard)
    {
        var parts = item.Items("summary").Concat(item.Items("content")).Select(static p => p.Text("text")).Where(static t => !string.IsNullOrEmpty(t));
        var text = heard ? "" : string.Join("\n\n", parts);
        var seal = item.Text("encrypted_content") is { Length: > 0 } data ? Seal + data : null;
        if (text.Length > 0 || seal is not null)
            contents.Add(new TextReasoningContent(text) { ProtectedData = seal });
    }

    private static List<AIAnnotation>? Citations(JsonElement part)
    {
        List<AIAnnotation>? citations = null;
        foreach (var annotation in part.Items("annotations"))
        {
            var citation = new CitationAnnotation { Title = annotation.Text("title") ?? annotation.Text("filename"), FileId = annotation.Text("file_id") };
            if (Uri.TryCreate(annotation.Text("url"), UriKind.Absolute, out var url))
                citation.Url = url;
            (citations ??= []).Add(citation);
        }

        return citations;
    }
}
