using System.Text.Json;
using Axle.Server.OpenAi.Errors;
using Axle.Server.OpenAi.Json;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Chat;

/// <summary>Reads the messages of a conversation.</summary>
internal static class MessageReader
{
    private const int MostMessages = 10_000;

    /// <summary>Reads all of them.</summary>
    /// <exception cref="ApiException">There are none, or one is wrong.</exception>
    public static List<ChatMessage> Read(JsonElement body)
    {
        if (body.List("messages", "") is not { } list)
            throw ApiErrors.Invalid("messages", "Missing required parameter: 'messages'.", "missing_required_parameter");
        if (list.GetArrayLength() is 0 or > MostMessages)
            throw ApiErrors.Invalid("messages", $"'messages' must have 1 to {MostMessages} messages.", "invalid_value");
        var messages = new List<ChatMessage>(list.GetArrayLength() + 1);
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var place = index++;
            if (item.ValueKind != JsonValueKind.Object)
                throw ApiErrors.Invalid($"messages[{place}]", $"messages[{place}] must be an object.", "invalid_value");
            messages.Add(ReadOne(item, place));
        }

        return messages;
    }

    private static ChatMessage ReadOne(JsonElement item, int index)
    {
        var role = item.Field("role") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        var message = role switch
        {
            "user" => new ChatMessage(ChatRole.User, Contents(item, index)),
            "assistant" => Assistant(item, index),
            // OpenAI's newer word for the same; providers that do not know it would take it for the user's.
            "system" or "developer" => new ChatMessage(ChatRole.System, Contents(item, index)),
            "tool" => Result(item, index),
            _ => throw ApiErrors.Invalid($"messages[{index}].role", $"messages[{index}].role must be system, developer, user, assistant or tool.", "invalid_value"),
        };
        message.AuthorName = item.Field("name") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;
        return message;
    }

    private static ChatMessage Assistant(JsonElement item, int index)
    {
        if (item.Field("function_call") is not null)
            throw NotOffered.No($"messages[{index}].function_call", "'function_call' is OpenAI's old word: send 'tool_calls' instead.");
        if (item.Field("audio") is not null)
            throw NotOffered.No($"messages[{index}].audio", "An answer in sound cannot be named again: send its text as 'content'.");
        List<AIContent> contents = item.Field("content") is null ? [] : Contents(item, index);
        if (item.Field("reasoning_content") is { ValueKind: JsonValueKind.String } thought)
            contents.Insert(0, new TextReasoningContent(thought.GetString()));
        if (item.List("tool_calls", $"messages[{index}]") is not { } calls)
            return new ChatMessage(ChatRole.Assistant, contents);
        foreach (var call in calls.EnumerateArray())
        {
            var place = $"messages[{index}].tool_calls";
            var function = call.Object("function", place) ?? throw ApiErrors.Invalid($"{place}.function", $"Missing required parameter: '{place}.function'.");
            contents.Add(new FunctionCallContent(call.NeedText("id", place), function.NeedText("name", place), Arguments(function, place)));
        }

        return new ChatMessage(ChatRole.Assistant, contents);
    }

    // Models write arguments that are no JSON now and then, and clients send them back: that must not end their conversation.
    private static Dictionary<string, object?> Arguments(JsonElement function, string place)
    {
        var read = new Dictionary<string, object?>();
        try
        {
            if (function.Text("arguments", place) is { } text && !string.IsNullOrWhiteSpace(text) &&
                JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object } arguments)
            {
                foreach (var argument in arguments.EnumerateObject())
                    read[argument.Name] = argument.Value;
            }
        }
        catch (JsonException)
        {
            read.Clear();
        }

        return read;
    }

    private static ChatMessage Result(JsonElement item, int index)
    {
        var text = string.Concat(Contents(item, index).OfType<TextContent>().Select(static c => c.Text));
        return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(item.NeedText("tool_call_id", $"messages[{index}]"), text)]);
    }

    private static List<AIContent> Contents(JsonElement item, int index)
    {
        if (item.Field("content") is not { } content)
            throw ApiErrors.Invalid($"messages[{index}].content", $"Missing required parameter: 'messages[{index}].content'.", "missing_required_parameter");
        if (content.ValueKind == JsonValueKind.String)
            return [new TextContent(content.GetString())];
        if (content.ValueKind != JsonValueKind.Array)
            throw ApiErrors.Invalid($"messages[{index}].content", $"'messages[{index}].content' must be a string or an array of parts.", "invalid_value");
        var contents = new List<AIContent>(content.GetArrayLength());
        foreach (var part in content.EnumerateArray())
            contents.Add(PartReader.Read(part, $"messages[{index}].content[{contents.Count}]"));
        return contents;
    }
}
