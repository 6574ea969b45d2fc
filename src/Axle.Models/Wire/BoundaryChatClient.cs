using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Axle.Models.Wire;

/// <summary>Stands around a provider's client: what gets out is an answer with content or an <see cref="AxleException"/>, nothing else.</summary>
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
            throw errors.Refused().With(response.Usage);
        if (response.Messages.All(m => m.Contents.All(IsEmpty)))
        {
            throw errors.Malformed(response.FinishReason == ChatFinishReason.Length
                ? "spent its token limit before it answered; raise the limit"
                : "sent an answer without content").With(response.Usage);
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
        var (began, finished, refused) = (false, false, false);
        UsageDetails? spent = null;
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

            // Once an answer comes, it may take as long as it likes, but not fall silent. An update of nothing is a sign of life.
            var update = updates.Current;
            began |= update.Contents.Any(c => c is TextReasoningContent || !IsEmpty(c));
            if (began)
                deadline.CancelAfter(idle);

            // What a refused answer has cost comes behind the refusal.
            finished |= update.FinishReason is not null;
            refused |= update.FinishReason == ChatFinishReason.ContentFilter;
            if (refused)
                spent = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? spent;
            else if (update.Contents.Count > 0 || update.FinishReason is not null)
                yield return update;
        }

        if (refused)
            throw errors.Refused().With(spent);

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
