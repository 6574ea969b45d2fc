using System.Text.Json;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.ChatCompletions;

/// <summary>Reads what a message, or a piece of one in a stream, says.</summary>
internal static class MessageParts
{
    /// <summary>Whether the model refuses here.</summary>
    public static bool IsRefused(JsonElement message)
    {
        if (message.Text("refusal") is { Length: > 0 })
            return true;
        foreach (var part in message.Items("content"))
        {
            if (part.Text("type") == "refusal" || part.Text("refusal") is { Length: > 0 })
                return true;
        }

        return false;
    }

    /// <summary>Adds the thoughts: <c>reasoning_content</c> (DeepSeek, vLLM, Kimi), <c>reasoning</c> (OpenRouter, Groq, newer vLLM).</summary>
    public static void AddThoughts(IList<AIContent> contents, JsonElement message)
    {
        var thoughts = message.Text("reasoning_content") is { Length: > 0 } text ? text : message.Text("reasoning");
        if (!string.IsNullOrEmpty(thoughts))
            contents.Add(new TextReasoningContent(thoughts));
    }

    /// <summary>Adds text, pictures and sound.</summary>
    public static void AddContent(IList<AIContent> contents, JsonElement message)
    {
        if (message.Text("content") is { Length: > 0 } text)
            contents.Add(new TextContent(text) { Annotations = Citations(message) });
        foreach (var part in message.Items("content"))
            AddPart(contents, part);
        foreach (var image in message.Items("images"))
            AddImage(contents, image);
        AddAudio(contents, message.Field("audio"));
    }

    private static void AddPart(IList<AIContent> contents, JsonElement part)
    {
        switch (part.Text("type"))
        {
            case "thinking":
                // Mistral: a list of texts, or one text.
                var thoughts = part.Text("thinking") ?? string.Concat(part.Items("thinking").Select(static t => t.Text("text")));
                if (thoughts.Length > 0)
                    contents.Add(new TextReasoningContent(thoughts));
                break;
            case "image_url":
                AddImage(contents, part);
                break;
            case not "refusal" when part.Text("text") is { Length: > 0 } text:
                contents.Add(new TextContent(text));
                break;
        }
    }

    private static void AddImage(IList<AIContent> contents, JsonElement image)
    {
        if ((image.Field("image_url").Text("url") ?? image.Text("image_url")) is not { Length: > 0 } address)
            return;
        if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            contents.Add(new DataContent(address));
        else if (Uri.TryCreate(address, UriKind.Absolute, out var uri))
            contents.Add(new UriContent(uri, "image/*"));
    }

    private static void AddAudio(IList<AIContent> contents, JsonElement audio)
    {
        if (audio.Text("transcript") is { Length: > 0 } transcript)
            contents.Add(new TextContent(transcript));
        if (audio.Field("data") is { ValueKind: JsonValueKind.String } data && data.TryGetBytesFromBase64(out var bytes) && bytes.Length > 0)
            contents.Add(new DataContent(bytes, Media.AudioType(audio.Text("format"))));
    }

    private static List<AIAnnotation>? Citations(JsonElement message)
    {
        List<AIAnnotation>? citations = null;
        foreach (var annotation in message.Items("annotations"))
        {
            var citation = annotation.Field("url_citation");
            if (Uri.TryCreate(citation.Text("url"), UriKind.Absolute, out var url))
                (citations ??= []).Add(new CitationAnnotation { Url = url, Title = citation.Text("title") });
        }

        return citations;
    }
}
