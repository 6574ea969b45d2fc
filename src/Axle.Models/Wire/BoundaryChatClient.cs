using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Axle.Models.Wire;

/// <summary>Stands around an SDK's client: what gets out is an answer with content or an <see cref="AxleException"/>, nothing else.</summary>
internal sealed class BoundaryChatClient(
    IChatClient inner, WireClient http, ProviderErrors errors, TimeSpan timeout, TimeProvider time, TimeSpan? idleTimeout = null)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        await using var link = Link(deadline, cancellationToken);
        ChatResponse response;
        try
        {
            response = await base.GetResponseAsync(messages, options, deadline.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw ToError(e, deadline.Token, cancellationToken);
        }

        if (response.FinishReason == ChatFinishReason.ContentFilter)
            throw errors.Refused();
        if (response.Messages.All(m => m.Contents.All(IsEmpty)))
        {
            throw errors.Malformed(response.FinishReason == ChatFinishReason.Length
                ? "spent its token limit before it answered; raise the limit"
                : "sent an answer without content");
        }

        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        await using var link = Link(deadline, cancellationToken);
        await using var updates = base.GetStreamingResponseAsync(messages, options, deadline.Token).GetAsyncEnumerator(deadline.Token);
        var idle = idleTimeout is { } silence && silence < timeout ? silence : timeout;
        var finished = false;
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                    break;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                throw ToError(e, deadline.Token, cancellationToken);
            }

            if (updates.Current.FinishReason == ChatFinishReason.ContentFilter)
                throw errors.Refused();
            finished |= updates.Current.FinishReason is not null;

            // Once an answer comes, it may take as long as it likes, but not fall silent.
            if (updates.Current.Contents.Any(c => !IsEmpty(c)))
                deadline.CancelAfter(idle);
            yield return updates.Current;
        }

        // Both protocols announce their end. A stream that just stops was cut, however politely the connection was closed.
        if (!finished)
            throw errors.FromException(new IOException("The stream ended before its last event."));
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(RateLimitGauge) ? http.Limits : base.GetService(serviceType, serviceKey);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            http.Dispose();
        base.Dispose(disposing);
    }

    // One source for both reasons to stop; which one it was, the caller's token tells.
    private static CancellationTokenRegistration Link(CancellationTokenSource deadline, CancellationToken caller) =>
        caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);

    private Exception ToError(Exception exception, CancellationToken deadline, CancellationToken caller)
    {
        // SDKs wrap cancellation in exceptions of their own; the caller's wish comes first, then the time limit.
        if (caller.IsCancellationRequested)
            return new OperationCanceledException("The model call was cancelled.", exception, caller);
        return deadline.IsCancellationRequested ? errors.TimedOut(exception) : errors.FromException(exception);
    }

    private static bool IsEmpty(AIContent content) => content switch
    {
        TextContent text => string.IsNullOrWhiteSpace(text.Text),
        TextReasoningContent or UsageContent => true,
        _ => false,
    };
}
