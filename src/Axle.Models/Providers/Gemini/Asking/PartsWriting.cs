using System.Text.Json;
using Axle.Models.Providers.Gemini.Reading;
using Axle.Models.Wire.Conversations;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini.Asking;

/// <summary>
/// Writes contents as parts. Signatures go back where they came from: a call carries its own, any other stands in a reasoning content behind the part
/// that it signs. What another provider keeps for itself is left out.
/// </summary>
internal sealed class PartsWriting(Utf8JsonWriter writer, GeminiModel gemini)
{
    // Google's own word for calls that no Gemini made, in conversations that another model began.
    private const string Unsigned = "skip_thought_signature_validator";

    private readonly Dictionary<string, string> _namesOfCalls = new(StringComparer.Ordinal);

    /// <summary>Whether a content becomes a part. Thoughts and their signatures do not by themselves.</summary>
    public static bool IsSaid(AIContent content) =>
        content.KeptJson(Parts.Kept) is { ValueKind: JsonValueKind.Object } ||
        content is TextContent or DataContent or UriContent or HostedFileContent or FunctionCallContent or FunctionResultContent;

    public void WriteAll(IReadOnlyList<AIContent> contents)
    {
        writer.WriteStartArray("parts"u8);
        var isFirstCall = true;
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is FunctionCallContent call)
            {
                WriteCall(call, isFirstCall);
                isFirstCall = false;
                continue;
            }

            Write(contents[i], i + 1 < contents.Count ? Parts.SignatureOf(contents[i + 1]) : null);
        }

        writer.WriteEndArray();
    }

    private void Write(AIContent content, string? signature)
    {
        if (content.KeptJson(Parts.Kept) is { ValueKind: JsonValueKind.Object } part)
        {
            part.WriteTo(writer);
            return;
        }

        switch (content)
        {
            case TextContent text:
                writer.WriteStartObject();
                writer.WriteString("text"u8, text.Text);
                if (signature is not null)
                    writer.WriteString("thoughtSignature"u8, signature);
                writer.WriteEndObject();
                break;
            case DataContent or UriContent or HostedFileContent:
                writer.WriteStartObject();
                WriteMedia(content);
                writer.WriteEndObject();
                break;
            case FunctionResultContent result:
                WriteResult(result);
                break;
        }
    }

    // The first of several calls carries the signature of all.
    private void WriteCall(FunctionCallContent call, bool isFirst)
    {
        _namesOfCalls[call.CallId] = call.Name;
        writer.WriteStartObject();
        writer.WriteStartObject("functionCall"u8);
        writer.WriteString("id"u8, call.CallId);
        writer.WriteString("name"u8, call.Name);
        writer.WritePropertyName("args"u8);
        ToolArguments.Write(writer, call.Arguments);
        writer.WriteEndObject();
        if ((call.KeptText(Parts.Signature) ?? (isFirst && gemini.WantsSignatures ? Unsigned : null)) is { } signature)
            writer.WriteString("thoughtSignature"u8, signature);
        writer.WriteEndObject();
    }

    private void WriteResult(FunctionResultContent result)
    {
        var media = (result.Result as IEnumerable<AIContent> ?? (result.Result is AIContent one ? [one] : []))
            .Where(c => c is DataContent or UriContent or HostedFileContent).ToList();
        writer.WriteStartObject();
        writer.WriteStartObject("functionResponse"u8);
        writer.WriteString("id"u8, result.CallId);
        writer.WriteString("name"u8, _namesOfCalls.GetValueOrDefault(result.CallId, result.CallId));
        writer.WritePropertyName("response"u8);
        WriteResponse(result);
        if (gemini.MixesTools)
            WriteMediaOfResult(media);
        writer.WriteEndObject();
        writer.WriteEndObject();
        if (gemini.MixesTools)
            return;
        foreach (var content in media)
            Write(content, signature: null);
    }

    private void WriteMediaOfResult(List<AIContent> media)
    {
        if (media.Count == 0)
            return;
        writer.WriteStartArray("parts"u8);
        foreach (var content in media)
            Write(content, signature: null);
        writer.WriteEndArray();
    }

    private void WriteResponse(FunctionResultContent result)
    {
        if (result.Result is JsonElement { ValueKind: JsonValueKind.Object } json)
        {
            json.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WritePropertyName(result.Exception is null ? "result"u8 : "error"u8);
        switch (result.Result)
        {
            case null:
                writer.WriteStringValue(ToolArguments.ResultText(result));
                break;
            case TextContent text:
                writer.WriteStringValue(text.Text);
                break;
            case IEnumerable<AIContent> many:
                writer.WriteStringValue(string.Concat(many.OfType<TextContent>().Select(t => t.Text)));
                break;
            case AIContent:
                writer.WriteStringValue("See the file.");
                break;
            default:
                ToolArguments.WriteValue(writer, result.Result);
                break;
        }

        writer.WriteEndObject();
    }

    private void WriteMedia(AIContent content)
    {
        writer.WriteStartObject(content is DataContent ? "inlineData"u8 : "fileData"u8);
        switch (content)
        {
            case DataContent data:
                writer.WriteString("mimeType"u8, data.MediaType);
                writer.WriteBase64String("data"u8, data.Data.Span);
                break;
            case UriContent uri:
                writer.WriteString("mimeType"u8, uri.MediaType);
                writer.WriteString("fileUri"u8, uri.Uri.OriginalString);
                break;
            case HostedFileContent file:
                if (file.MediaType is { } type)
                    writer.WriteString("mimeType"u8, type);
                writer.WriteString("fileUri"u8, file.FileId);
                break;
        }

        writer.WriteEndObject();
    }
}
