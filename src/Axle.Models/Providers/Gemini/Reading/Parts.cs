using System.Text.Json;
using Axle.Models.Wire.Conversations;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini.Reading;

/// <summary>
/// Reads one part of an answer. Parts of Google's own tools, and kinds that nobody knew when this was written, keep their JSON, so that the next turn
/// sends them back unchanged.
/// </summary>
internal static class Parts
{
    /// <summary>Where a content keeps its part.</summary>
    public const string Kept = "gemini.part";

    /// <summary>Where a call keeps its signature, and the mark of a reasoning content that Gemini made it.</summary>
    public const string Signature = "gemini.thoughtSignature";

    /// <summary>The contents of a part: itself, and behind it the signature that it carries.</summary>
    /// <param name="part">The part.</param>
    /// <param name="callId">An id for a call that has none.</param>
    public static IEnumerable<AIContent> Read(JsonElement part, Func<string> callId)
    {
        var signature = part.Text("thoughtSignature");
        if (part.Field("functionCall") is { ValueKind: JsonValueKind.Object } call)
        {
            yield return ReadCall(call.Text("id"), call.Text("name"), call.Field("args"), signature, callId);
            yield break;
        }

        if (part.Text("text") is { } text)
        {
            if (part.Holds("thought"))
                yield return Thought(text, signature);
            else if (text.Length > 0)
                yield return new TextContent(text);
            if (signature is not null && !part.Holds("thought"))
                yield return Thought("", signature);
            yield break;
        }

        if (part.Field("inlineData") is { ValueKind: JsonValueKind.Object } data && ReadData(data) is { } bytes)
        {
            yield return bytes;
            if (signature is not null)
                yield return Thought("", signature);
            yield break;
        }

        yield return ReadOther(part).Keep(Kept, part);
    }

    /// <summary>A call, with the signature that the next turn must carry.</summary>
    public static FunctionCallContent ReadCall(string? id, string? name, JsonElement arguments, string? signature, Func<string> callId)
    {
        var call = ToolArguments.Call(string.IsNullOrEmpty(id) ? callId() : id, name ?? "", arguments);
        return signature is null ? call : call.Keep(Signature, signature);
    }

    /// <summary>The signature that a content carries for the part before it; null when it is none.</summary>
    public static string? SignatureOf(AIContent content) =>
        content is TextReasoningContent { Text: "" } and { ProtectedData: { Length: > 0 } signature } && content.KeptText(Signature) is not null
            ? signature
            : null;

    private static TextReasoningContent Thought(string text, string? signature) =>
        new TextReasoningContent(text) { ProtectedData = signature }.Keep(Signature, "");

    private static DataContent? ReadData(JsonElement data)
    {
        var buffer = data.Text("data") is { } text ? new byte[text.Length] : [];
        return Convert.TryFromBase64String(data.Text("data") ?? "", buffer, out var length)
            ? new DataContent(buffer.AsMemory(0, length), data.Text("mimeType") ?? "application/octet-stream")
            : null;
    }

    private static AIContent ReadOther(JsonElement part)
    {
        if (part.Field("fileData") is { ValueKind: JsonValueKind.Object } file && Uri.TryCreate(file.Text("fileUri"), UriKind.Absolute, out var uri))
            return new UriContent(uri, file.Text("mimeType") ?? "application/octet-stream");
        if (part.Field("executableCode") is { ValueKind: JsonValueKind.Object } code)
            return new CodeInterpreterToolCallContent(code.Text("id") ?? "") { Inputs = [new TextContent(code.Text("code") ?? "")] };
        if (part.Field("codeExecutionResult") is { ValueKind: JsonValueKind.Object } result)
            return new CodeInterpreterToolResultContent(result.Text("id") ?? "") { Outputs = [ReadOutput(result)] };
        if (part.Field("toolCall") is { ValueKind: JsonValueKind.Object } toolCall)
            return new ToolCallContent(toolCall.Text("id") ?? "");
        return part.Field("toolResponse") is { ValueKind: JsonValueKind.Object } response
            ? new ToolResultContent(response.Text("id") ?? "")
            : new AIContent { RawRepresentation = part };
    }

    private static AIContent ReadOutput(JsonElement result) => result.Text("outcome") is null or "OUTCOME_OK"
        ? new TextContent(result.Text("output") ?? "")
        : new ErrorContent(result.Text("output") ?? "") { ErrorCode = result.Text("outcome") };
}
