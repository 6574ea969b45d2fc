using System.ClientModel.Primitives;
using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AiReason = Microsoft.Extensions.AI.ChatFinishReason;

namespace Axle.Models.ChatCompletions;

/// <summary>Reads a stream's events. Tool calls come in pieces keyed by index; only the first piece names id and function.</summary>
internal sealed class StreamReading
{
    private const int MostCalls = 256;
    private readonly SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)> _calls = [];
    private string? _id;
    private string? _model;
    private bool _refused;

    public ChatResponseUpdate? Read(StreamingChatCompletionUpdate update)
    {
        // An event without choices and usage may be an error object in disguise: the SDK reads any JSON as an update.
        if (update.CompletionId is null or "" && update.Usage is null)
            ThrowIfError(update);

        _id ??= update.CompletionId;
        _model ??= update.Model;
        _refused |= !string.IsNullOrEmpty(update.RefusalUpdate);
        foreach (var piece in update.ToolCallUpdates)
            Collect(piece);

        var contents = update.ContentUpdate.Where(p => !string.IsNullOrEmpty(p.Text)).Select(p => (AIContent)new TextContent(p.Text)).ToList();
        if (CompletionReading.Usage(update.Usage) is { } usage)
            contents.Add(new UsageContent(usage));
        if (contents.Count == 0 && update.FinishReason is null)
            return null;

        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
            FinishReason = update.FinishReason is { } reason ? (_refused ? AiReason.ContentFilter : CompletionReading.Reason(reason)) : null,
        };
    }

    /// <summary>The tool calls, whole at last; an empty update when there were none.</summary>
    public ChatResponseUpdate Finish() => new(
        ChatRole.Assistant,
        [.. _calls.Values.Select(c => (AIContent)CompletionReading.Call(c.Id, c.Name, c.Arguments.ToString()))])
    {
        ResponseId = _id,
        MessageId = _id,
        ModelId = _model,
    };

    private void Collect(StreamingChatToolCallUpdate piece)
    {
        if (!_calls.TryGetValue(piece.Index, out var call))
        {
            if (_calls.Count == MostCalls)
                throw new InvalidOperationException($"The stream holds more than {MostCalls} tool calls.");
            call = (piece.ToolCallId ?? "", piece.FunctionName ?? "", new StringBuilder());
            _calls.Add(piece.Index, call);
        }

        call.Arguments.Append(piece.FunctionArgumentsUpdate?.ToString());
    }

    private static void ThrowIfError(StreamingChatCompletionUpdate update)
    {
        var raw = ModelReaderWriter.Write(update).ToString();
        if (raw.Contains("\"error\"", StringComparison.Ordinal))
            throw new CompletionsStreamException(raw);
    }
}
