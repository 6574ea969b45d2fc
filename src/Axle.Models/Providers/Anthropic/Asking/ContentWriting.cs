using System.Text.Json;
using Axle.Models.Providers.Anthropic.Reading;
using Axle.Models.Wire.Conversations;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Asking;

/// <summary>Writes contents as blocks. What Anthropic does not know, and what another provider keeps for itself, is left out.</summary>
internal static class ContentWriting
{
    /// <param name="writer">Inside the list.</param>
    /// <param name="contents">What is said.</param>
    /// <param name="cache">The lifetime with which the last block that can be cached is; null for what each content says itself.</param>
    public static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<AIContent> contents, string? cache)
    {
        var last = cache is null ? null : contents.LastOrDefault(CanBeCached);
        foreach (var content in contents)
            Write(writer, content, ReferenceEquals(content, last) ? cache : PromptCaching.LifetimeOf(content));
    }

    /// <summary>Whether a content stands for itself in a message. Thoughts do not: a message of thoughts alone is refused.</summary>
    public static bool IsSaid(AIContent content) => content is not TextReasoningContent && IsWritten(content);

    /// <summary>Whether the first thing that a message says are thoughts which Anthropic takes back.</summary>
    public static bool BeginsWithThoughts(IEnumerable<AIContent> contents) => contents.FirstOrDefault(IsWritten) is TextReasoningContent;

    private static bool IsWritten(AIContent content) =>
        content.KeptJson(Blocks.Kept) is { ValueKind: JsonValueKind.Object } ||
        (content is TextReasoningContent thought
            ? SignatureOf(thought) is not null
            : content is TextContent or FunctionCallContent or FunctionResultContent || MediaWriting.IsKnown(content));

    private static bool CanBeCached(AIContent content) => content is TextContent or DataContent or UriContent or FunctionCallContent or FunctionResultContent;

    private static void Write(Utf8JsonWriter writer, AIContent content, string? cache)
    {
        if (content.KeptJson(Blocks.Kept) is { ValueKind: JsonValueKind.Object } block)
        {
            block.WriteTo(writer);
            return;
        }

        if (!IsWritten(content))
            return;
        writer.WriteStartObject();
        switch (content)
        {
            case TextContent text:
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, text.Text);
                break;
            case TextReasoningContent thinking:
                writer.WriteString("type"u8, "thinking"u8);
                writer.WriteString("thinking"u8, thinking.Text);
                writer.WriteString("signature"u8, SignatureOf(thinking));
                break;
            case FunctionCallContent call:
                writer.WriteString("type"u8, "tool_use"u8);
                writer.WriteString("id"u8, CallId(call.CallId));
                writer.WriteString("name"u8, call.Name);
                writer.WritePropertyName("input"u8);
                ToolArguments.Write(writer, call.Arguments);
                break;
            case FunctionResultContent result:
                WriteResult(writer, result);
                break;
            default:
                MediaWriting.Write(writer, content);
                break;
        }

        if (cache is not null && CanBeCached(content))
            WriteCache(writer, cache);
        writer.WriteEndObject();
    }

    // Only Anthropic's own thinking is signed so that it takes it back.
    private static string? SignatureOf(TextReasoningContent thinking) =>
        thinking.KeptText(Blocks.Signature) is not { } kept ? null
        : !string.IsNullOrEmpty(thinking.ProtectedData) ? thinking.ProtectedData
        : kept.Length > 0 ? kept : null;

    private static void WriteResult(Utf8JsonWriter writer, FunctionResultContent result)
    {
        writer.WriteString("type"u8, "tool_result"u8);
        writer.WriteString("tool_use_id"u8, CallId(result.CallId));
        if (result.Exception is not null)
            writer.WriteBoolean("is_error"u8, true);
        var parts = result.Result switch
        {
            AIContent one => [one],
            IEnumerable<AIContent> many => [.. many],
            _ => Array.Empty<AIContent>(),
        };
        if (parts.Length == 0)
        {
            writer.WriteString("content"u8, ToolArguments.ResultText(result));
            return;
        }

        writer.WriteStartArray("content"u8);
        foreach (var part in parts)
            Write(writer, part, cache: null);
        writer.WriteEndArray();
    }

    // Other providers' ids may have characters that Anthropic rejects; call and result are changed alike.
    private static string CallId(string id) =>
        id.All(IsAllowed) ? id : string.Create(id.Length, id, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = IsAllowed(from[i]) ? from[i] : '_';
        });

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private static void WriteCache(Utf8JsonWriter writer, string lifetime)
    {
        writer.WriteStartObject("cache_control"u8);
        writer.WriteString("type"u8, "ephemeral"u8);
        if (lifetime != PromptCaching.FiveMinutes)
            writer.WriteString("ttl"u8, lifetime);
        writer.WriteEndObject();
    }
}
