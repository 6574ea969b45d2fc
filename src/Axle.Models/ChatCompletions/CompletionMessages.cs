using System.Text.Json;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.ChatCompletions;

/// <summary>Writes a conversation as chat completions wants it: tool results are messages of their own, one a call.</summary>
internal static class CompletionMessages
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages, string? instructions, CompletionsDialect dialect)
    {
        if (!string.IsNullOrEmpty(instructions))
            WriteText(writer, "system", instructions, name: null);

        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is FunctionResultContent result)
                    WriteResult(writer, result);
            }

            if (message.Role == ChatRole.Assistant)
                WriteAssistant(writer, message, dialect);
            else if (message.Role == ChatRole.User)
                WriteUser(writer, message);
            else if (message.Role != ChatRole.Tool)
                WriteText(writer, dialect == CompletionsDialect.OpenAi ? message.Role.Value : "system", message.Text, message.AuthorName);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string role, string text, string? name)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
        writer.WriteString("content"u8, text);
        WriteName(writer, name);
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, "tool"u8);
        writer.WriteString("tool_call_id"u8, result.CallId);
        writer.WriteString("content"u8, ToolArguments.ResultText(result));
        writer.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter writer, ChatMessage message)
    {
        if (message.Contents is [TextContent only])
        {
            WriteText(writer, "user", only.Text, message.AuthorName);
            return;
        }

        if (message.Contents.All(static c => c is FunctionResultContent))
            return;
        writer.WriteStartObject();
        writer.WriteString("role"u8, "user"u8);
        WriteName(writer, message.AuthorName);
        writer.WriteStartArray("content"u8);
        foreach (var content in message.Contents)
        {
            if (content is not (FunctionResultContent or TextReasoningContent or UsageContent))
                WritePart(writer, content);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteAssistant(Utf8JsonWriter writer, ChatMessage message, CompletionsDialect dialect)
    {
        var calls = message.Contents.Any(static c => c is FunctionCallContent);
        var text = message.Text;
        writer.WriteStartObject();
        writer.WriteString("role"u8, "assistant"u8);
        if (text.Length > 0 || !calls)
            writer.WriteString("content"u8, text);
        else
            writer.WriteNull("content"u8);
        WriteName(writer, message.AuthorName);
        if (calls)
        {
            // DeepSeek and Kimi want the thoughts that led to a call back, and no others; OpenAI knows no such field.
            if (dialect == CompletionsDialect.Compatible && message.Contents.OfType<TextReasoningContent>().FirstOrDefault() is { Text.Length: > 0 } thought)
                writer.WriteString("reasoning_content"u8, thought.Text);
            WriteCalls(writer, message);
        }

        writer.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartArray("tool_calls"u8);
        foreach (var content in message.Contents)
        {
            if (content is not FunctionCallContent call)
                continue;
            writer.WriteStartObject();
            writer.WriteString("id"u8, call.CallId);
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, call.Name);
            writer.WriteString("arguments"u8, JsonConnection.Body(w => ToolArguments.Write(w, call.Arguments)).Span);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter writer, AIContent content)
    {
        writer.WriteStartObject();
        if (content is TextContent text)
        {
            writer.WriteString("type"u8, "text"u8);
            writer.WriteString("text"u8, text.Text);
        }
        else if (Media.ImageAddress(content) is { } address)
        {
            writer.WriteString("type"u8, "image_url"u8);
            writer.WriteStartObject("image_url"u8);
            writer.WriteString("url"u8, address);
            if (Media.Detail(content) is { } detail)
                writer.WriteString("detail"u8, detail);
            writer.WriteEndObject();
        }
        else if (Media.AudioFormat(content) is { } format)
        {
            writer.WriteString("type"u8, "input_audio"u8);
            writer.WriteStartObject("input_audio"u8);
            writer.WriteBase64String("data"u8, ((DataContent)content).Data.Span);
            writer.WriteString("format"u8, format);
            writer.WriteEndObject();
        }
        else
        {
            WriteFile(writer, content);
        }

        writer.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter writer, AIContent content)
    {
        writer.WriteString("type"u8, "file"u8);
        writer.WriteStartObject("file"u8);
        switch (content)
        {
            case HostedFileContent hosted:
                writer.WriteString("file_id"u8, hosted.FileId);
                break;
            case DataContent data:
                writer.WriteString("filename"u8, data.Name ?? "file");
                writer.WriteString("file_data"u8, data.Uri);
                break;
            default:
                throw Media.Unsupported(content, "chat completions");
        }

        writer.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter writer, string? name)
    {
        if (name is { Length: > 0 and <= 64 } && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            writer.WriteString("name"u8, name);
    }
}
