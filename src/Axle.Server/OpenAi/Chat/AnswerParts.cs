using System.Text.Json;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Chat;

/// <summary>Writes what a whole answer and a piece of a stream have in common.</summary>
internal static class AnswerParts
{
    /// <summary>Why an answer ended, in OpenAI's words.</summary>
    public static string Reason(ChatFinishReason? reason, bool callsTools) => reason?.Value switch
    {
        "length" => "length",
        "content_filter" => "content_filter",
        _ => callsTools ? "tool_calls" : "stop",
    };

    /// <summary>The text of contents; null when there is none.</summary>
    public static string? Text(IList<AIContent> contents) => Join<TextContent>(contents, static c => c.Text);

    /// <summary>The thoughts of contents; null when there are none.</summary>
    public static string? Thoughts(IList<AIContent> contents) => Join<TextReasoningContent>(contents, static c => c.Text);

    /// <summary>Writes the calls of tools, if there are any.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="contents">What may hold calls.</param>
    /// <param name="index">The place of the first one within the answer, told in streams; null tells none.</param>
    /// <returns>How many there were.</returns>
    public static int WriteCalls(Utf8JsonWriter writer, IList<AIContent> contents, int? index)
    {
        var count = 0;
        foreach (var content in contents)
        {
            if (content is not FunctionCallContent call)
                continue;
            if (count++ == 0)
                writer.WriteStartArray("tool_calls"u8);
            writer.WriteStartObject();
            if (index is { } first)
                writer.WriteNumber("index"u8, first + count - 1);
            writer.WriteString("id"u8, call.CallId);
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, call.Name);
            writer.WriteString("arguments"u8, ToolArguments.Text(call).Span);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        if (count > 0)
            writer.WriteEndArray();
        return count;
    }

    /// <summary>The address of a picture, or its bytes as a <c>data:</c> address; null when the content is none.</summary>
    public static string? PictureOf(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("image") => data.Uri,
        UriContent uri when uri.HasTopLevelMediaType("image") => uri.Uri.OriginalString,
        _ => null,
    };

    /// <summary>Writes the pictures, if there are any, as OpenRouter does: OpenAI's interface has no place for them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="contents">What may hold pictures.</param>
    /// <param name="first">The place of the first one within the answer.</param>
    /// <returns>How many there were.</returns>
    public static int WritePictures(Utf8JsonWriter writer, IList<AIContent> contents, int first = 0)
    {
        var count = 0;
        for (var i = 0; i < contents.Count; i++)
        {
            if (PictureOf(contents[i]) is not { } address)
                continue;
            if (count == 0)
                writer.WriteStartArray("images"u8);
            writer.WriteStartObject();
            writer.WriteString("type"u8, "image_url"u8);
            writer.WriteStartObject("image_url"u8);
            writer.WriteString("url"u8, address);
            writer.WriteEndObject();
            writer.WriteNumber("index"u8, first + count++);
            writer.WriteEndObject();
        }

        if (count > 0)
            writer.WriteEndArray();
        return count;
    }

    private static string? Join<T>(IList<AIContent> contents, Func<T, string?> textOf)
        where T : AIContent
    {
        string? all = null;
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is T found)
                all = all is null ? textOf(found) : all + textOf(found);
        }

        return all;
    }
}
