using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Axle.Models.Telemetry;

/// <summary>One span and one measurement around every call that goes out.</summary>
internal sealed class SpanChatClient(IChatClient inner, string provider, string model, TimeProvider time) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var span = Start(options);
        var began = time.GetTimestamp();
        try
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            Succeed(span, began, response);
            return response;
        }
        catch (Exception e)
        {
            Fail(span, began, e);
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var span = Start(options);
        var began = time.GetTimestamp();
        var seen = new List<ChatResponseUpdate>();
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                    break;
            }
            catch (Exception e)
            {
                Fail(span, began, e);
                throw;
            }

            // Text is not kept: only the updates that carry usage, reason and ids are needed for the span.
            if (updates.Current.FinishReason is not null || updates.Current.Contents.Any(c => c is UsageContent))
                seen.Add(updates.Current);
            yield return updates.Current;
        }

        Succeed(span, began, seen.ToChatResponse());
    }

    private Activity? Start(ChatOptions? options)
    {
        var span = ModelSpans.StartChat(provider, model);
        span?.SetTag(ModelSpans.RequestMaxTokens, options?.MaxOutputTokens)
            .SetTag(ModelSpans.OutputType, options?.ResponseFormat is ChatResponseFormatJson ? "json" : "text");
        return span;
    }

    private void Succeed(Activity? span, long began, ChatResponse response)
    {
        var usage = ModelUsage.From(response.Usage);
        span?.SetTag(ModelSpans.ResponseModel, response.ModelId)
            .SetTag(ModelSpans.ResponseId, response.ResponseId)
            .SetTag(ModelSpans.FinishReasons, response.FinishReason is { } reason ? new[] { reason.Value } : null)
            .SetTag(ModelSpans.InputTokens, usage.InputTokens)
            .SetTag(ModelSpans.OutputTokens, usage.OutputTokens)
            .SetTag(ModelSpans.CachedTokens, usage.CachedInputTokens);
        ModelInstruments.Record(provider, model, time.GetElapsedTime(began), usage, error: null);
    }

    private void Fail(Activity? span, long began, Exception exception)
    {
        var kind = exception switch
        {
            AxleException e => e.Error.Kind,
            OperationCanceledException => ErrorKind.Cancelled,
            _ => ErrorKind.Internal,
        };
        span?.SetTag(ModelSpans.ErrorType, kind.ToName()).SetStatus(ActivityStatusCode.Error);
        ModelInstruments.Record(provider, model, time.GetElapsedTime(began), usage: null, kind);
    }
}
