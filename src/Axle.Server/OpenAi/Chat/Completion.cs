using System.Text.Json;
using Axle.Models;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Chat;

/// <summary>A whole answer, and how OpenAI's interface writes it.</summary>
/// <param name="Id">The answer's id.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="Model">The model that answered.</param>
/// <param name="Response">The answer.</param>
internal readonly record struct Completion(string Id, long Created, string Model, ChatResponse Response)
{
    /// <summary>Writes the document.</summary>
    public static void Write(Utf8JsonWriter writer, Completion answer)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, answer.Id);
        writer.WriteString("object"u8, "chat.completion"u8);
        writer.WriteNumber("created"u8, answer.Created);
        writer.WriteString("model"u8, answer.Model);
        writer.WriteStartArray("choices"u8);
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, 0);
        writer.WriteStartObject("message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        var contents = Contents(answer.Response);
        writer.WriteString("content"u8, AnswerParts.Text(contents));
        writer.WriteNull("refusal"u8);
        if (AnswerParts.Thoughts(contents) is { Length: > 0 } thoughts)
            writer.WriteString("reasoning_content"u8, thoughts);
        AnswerParts.WritePictures(writer, contents);
        var calls = AnswerParts.WriteCalls(writer, contents, index: null);
        writer.WriteEndObject();
        writer.WriteNull("logprobs"u8);
        writer.WriteString("finish_reason"u8, AnswerParts.Reason(answer.Response.FinishReason, calls > 0));
        writer.WriteEndObject();
        writer.WriteEndArray();
        UsageWriter.Write(writer, ModelUsage.From(answer.Response.Usage));
        writer.WriteEndObject();
    }

    private static IList<AIContent> Contents(ChatResponse response) =>
        response.Messages is [var only] ? only.Contents : [.. response.Messages.SelectMany(static m => m.Contents)];
}
