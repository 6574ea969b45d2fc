using System.Buffers;
using System.Text.Json;
using Axle.Models;
using Axle.Models.Guarding.Output;
using Axle.Server.OpenAi.Json;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Chat;

/// <summary>
/// Writes a stream as OpenAI's interface has it: one event a piece, the reason to end in an event of its own, then the usage when it is wanted.
/// </summary>
internal sealed class CompletionStream(IBufferWriter<byte> output, string id, long created, ModelCall call)
{
    private readonly UsageDetails _usage = new();
    private string _model = call.Model;
    private ChatFinishReason? _reason;
    private int _calls;
    private int _pictures;
    private bool _hasBegun;
    private bool _hasUsage;

    /// <summary>Adds what an update says.</summary>
    /// <returns>Whether there is something to send.</returns>
    public bool Add(ChatResponseUpdate update)
    {
        _model = update.ModelId ?? _model;
        _reason = update.FinishReason ?? _reason;
        Count(update.Contents);
        if (StreamTakeover.Of(update) is { } takeover)
        {
            _model = takeover.Model;
            JsonAnswer.AddEvent(output, (Self: this, Takeover: takeover), static (writer, x) => x.Self.WriteTakeover(writer, x.Takeover));
            return true;
        }

        if (Retraction.Of(update) is { } retraction)
        {
            JsonAnswer.AddEvent(output, (Self: this, Retraction: retraction), static (writer, x) => x.Self.WriteRetraction(writer, x.Retraction));
            return true;
        }

        if (!Says(update.Contents))
            return false;
        JsonAnswer.AddEvent(output, (Self: this, update.Contents), static (writer, x) => x.Self.WritePiece(writer, x.Contents));
        return true;
    }

    /// <summary>Adds the end.</summary>
    public void Finish(bool wantsUsage)
    {
        JsonAnswer.AddEvent(output, this, static (writer, self) => self.WriteEnd(writer));
        if (wantsUsage)
            JsonAnswer.AddEvent(output, this, static (writer, self) => self.WriteUsage(writer));
        output.Write("data: [DONE]\n\n"u8);
    }

    private static bool Says(IList<AIContent> contents)
    {
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is TextContent { Text.Length: > 0 } or TextReasoningContent { Text.Length: > 0 } or FunctionCallContent ||
                AnswerParts.PictureOf(contents[i]) is not null)
                return true;
        }

        return false;
    }

    private void Count(IList<AIContent> contents)
    {
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is not UsageContent usage)
                continue;
            _usage.Add(usage.Details);
            _hasUsage = true;
        }
    }

    private void WritePiece(Utf8JsonWriter writer, IList<AIContent> contents)
    {
        Open(writer);
        if (AnswerParts.Text(contents) is { } text)
            writer.WriteString("content"u8, text);
        if (AnswerParts.Thoughts(contents) is { Length: > 0 } thoughts)
            writer.WriteString("reasoning_content"u8, thoughts);
        _pictures += AnswerParts.WritePictures(writer, contents, _pictures);
        _calls += AnswerParts.WriteCalls(writer, contents, _calls);
        Close(writer, reason: null);
        writer.WriteEndObject();
    }

    // Clients see an empty piece; those that know Axle see who goes on.
    private void WriteTakeover(Utf8JsonWriter writer, StreamTakeover takeover)
    {
        Open(writer);
        Close(writer, reason: null);
        writer.WriteStartObject("axle.takeover"u8);
        writer.WriteString("from"u8, takeover.From);
        writer.WriteString("to"u8, takeover.To);
        writer.WriteString("model"u8, takeover.Model);
        writer.WriteString("kind"u8, takeover.Kind.ToName());
        writer.WriteNumber("characters"u8, takeover.Characters);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // Clients see an empty piece; those that know Axle take back what they have shown.
    private void WriteRetraction(Utf8JsonWriter writer, Retraction retraction)
    {
        Open(writer);
        Close(writer, reason: null);
        writer.WriteStartObject("axle.retraction"u8);
        writer.WriteNumber("characters"u8, retraction.Characters);
        writer.WriteString("guard"u8, retraction.Guard);
        writer.WriteString("reason"u8, retraction.Reason);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteEnd(Utf8JsonWriter writer)
    {
        Open(writer);
        Close(writer, AnswerParts.Reason(_reason, _calls > 0));
        writer.WriteEndObject();
    }

    private void WriteUsage(Utf8JsonWriter writer)
    {
        Head(writer);
        writer.WriteStartArray("choices"u8);
        writer.WriteEndArray();
        UsageWriter.Write(writer, ModelUsage.From(_hasUsage ? _usage : null));
        CallFacts.Write(writer, call);
        writer.WriteEndObject();
    }

    private void Head(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteString("object"u8, "chat.completion.chunk"u8);
        writer.WriteNumber("created"u8, created);
        writer.WriteString("model"u8, _model);
    }

    private void Open(Utf8JsonWriter writer)
    {
        Head(writer);
        writer.WriteStartArray("choices"u8);
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, 0);
        writer.WriteStartObject("delta"u8);
        if (_hasBegun)
            return;
        _hasBegun = true;
        writer.WriteString("role"u8, "assistant"u8);
    }

    private static void Close(Utf8JsonWriter writer, string? reason)
    {
        writer.WriteEndObject();
        writer.WriteNull("logprobs"u8);
        writer.WriteString("finish_reason"u8, reason);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
