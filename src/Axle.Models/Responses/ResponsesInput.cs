using System.Text.Json;
using Axle.Models.Wire;
using Axle.Models.Wire.Conversations;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Responses;

/// <summary>Writes a conversation as input items. What only OpenAI understands (sealed thoughts, items of hosted tools) goes back as it came.</summary>
internal sealed class ResponsesInput(Utf8JsonWriter writer)
{
    private readonly HashSet<string> _customCalls = [];

    public void Write(IEnumerable<ChatMessage> messages)
    {
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.Assistant)
                WriteAssistant(message);
            else
                WriteAsker(message);
        }
    }

    private void WriteAsker(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is FunctionResultContent result)
                WriteResult(result);
        }

        if (message.Role == ChatRole.Tool || message.Contents.All(static c => c is FunctionResultContent))
            return;
        writer.WriteStartObject();
        writer.WriteString("role"u8, message.Role.Value);
        writer.WriteStartArray("content"u8);
        foreach (var content in message.Contents)
        {
            if (content is not (FunctionResultContent or TextReasoningContent or UsageContent))
                WritePart(content);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteAssistant(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case FunctionResultContent result:
                    WriteResult(result);
                    break;
                case TextReasoningContent thought:
                    WriteThought(thought);
                    break;
                case var _ when content.KeptJson(ResponseItems.Kept) is { ValueKind: JsonValueKind.Object } item:
                    if (content is FunctionCallContent { CallId: var id })
                        _customCalls.Add(id);
                    item.WriteTo(writer);
                    break;
                case FunctionCallContent call:
                    WriteCall(call);
                    break;
                case TextContent { Text.Length: > 0 } text:
                    WriteText(text.Text);
                    break;
            }
        }
    }

    private void WriteText(string text)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteStartArray("content"u8);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "output_text"u8);
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteThought(TextReasoningContent thought)
    {
        if (ResponseItems.Unseal(thought) is not { } seal)
            return;
        writer.WriteStartObject();
        writer.WriteString("type"u8, "reasoning"u8);
        writer.WriteStartArray("summary"u8);
        if (thought.Text.Length > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "summary_text"u8);
            writer.WriteString("text"u8, thought.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("encrypted_content"u8, seal);
        writer.WriteEndObject();
    }

    private void WriteCall(FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function_call"u8);
        writer.WriteString("call_id"u8, call.CallId);
        writer.WriteString("name"u8, call.Name);
        writer.WriteString("arguments"u8, JsonConnection.Body(w => ToolArguments.Write(w, call.Arguments)).Span);
        writer.WriteEndObject();
    }

    private void WriteResult(FunctionResultContent result)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, _customCalls.Contains(result.CallId) ? "custom_tool_call_output"u8 : "function_call_output"u8);
        writer.WriteString("call_id"u8, result.CallId);
        writer.WriteString("output"u8, ToolArguments.ResultText(result));
        writer.WriteEndObject();
    }

    private void WritePart(AIContent content)
    {
        writer.WriteStartObject();
        if (content is TextContent text)
        {
            writer.WriteString("type"u8, "input_text"u8);
            writer.WriteString("text"u8, text.Text);
        }
        else if (Media.ImageAddress(content) is { } address)
        {
            writer.WriteString("type"u8, "input_image"u8);
            writer.WriteString("image_url"u8, address);
            writer.WriteString("detail"u8, Media.Detail(content) ?? "auto");
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
            WriteFile(content);
        }

        writer.WriteEndObject();
    }

    private void WriteFile(AIContent content)
    {
        var isImage = content is HostedFileContent { MediaType: { } type } && type.StartsWith("image/", StringComparison.OrdinalIgnoreCase);
        writer.WriteString("type"u8, isImage ? "input_image"u8 : "input_file"u8);
        switch (content)
        {
            case HostedFileContent hosted:
                writer.WriteString("file_id"u8, hosted.FileId);
                break;
            case DataContent data:
                writer.WriteString("filename"u8, data.Name ?? "file");
                writer.WriteString("file_data"u8, data.Uri);
                break;
            case UriContent uri:
                writer.WriteString("file_url"u8, uri.Uri.OriginalString);
                break;
            default:
                throw Media.Unsupported(content, "the Responses API");
        }
    }
}
