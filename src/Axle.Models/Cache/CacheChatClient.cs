using System.Runtime.CompilerServices;
using Axle.Models.Guarding;
using Microsoft.Extensions.AI;

namespace Axle.Models.Cache;

/// <summary>
/// Gives the answer that the same question had before, or one that means the same; asks otherwise, and keeps what may be kept. Equal questions that
/// come while one is asked wait for its answer, so that a crowd makes one call.
/// </summary>
internal sealed class CacheChatClient(IChatClient inner, AnswerShelf shelf) : DelegatingChatClient(inner)
{
    private readonly Flights<Task<Landing>> _answers = new();
    private readonly Flights<SharedStream> _streams = new();

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        IReadOnlyList<ChatMessage> asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        if (shelf.KeyOf(call, asked, options!) is not { } key)
            return await base.GetResponseAsync(asked, options, cancellationToken);
        if (await shelf.FindSameAsync(call, key, cancellationToken) is { } known)
            return AnswerReplay.ToResponse(known, options);

        using var seat = _answers.Join(FlightName(call, key), stop => AskAsync(call, key, asked, options, stop), static landing => landing);
        try
        {
            var landing = await seat.Work.WaitAsync(cancellationToken);
            if (seat.Leads)
                return landing.Response;
            if (landing.Kept is { } kept)
            {
                shelf.Give(call, kept, landing.Standing);
                return AnswerReplay.ToResponse(kept, options);
            }
        }
        catch (AxleException e) when (!seat.Leads && !CacheRules.IsShared(e.Error.Kind))
        {
            // The asker's own misfortune.
        }

        shelf.Miss(call);
        return await base.GetResponseAsync(asked, options, cancellationToken);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        IReadOnlyList<ChatMessage> asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        if (shelf.KeyOf(call, asked, options!) is not { } key)
        {
            await foreach (var update in base.GetStreamingResponseAsync(asked, options, cancellationToken))
                yield return update;
            yield break;
        }

        if (await shelf.FindSameAsync(call, key, cancellationToken) is { } known)
        {
            foreach (var update in AnswerReplay.ToUpdates(known))
                yield return update;
            yield break;
        }

        using var seat = _streams.Join(
            FlightName(call, key), stop => new SharedStream(call, AskStreamAsync(call, key, asked, options, stop), stop), static stream => stream.Completion);
        var isShared = seat.Leads || await seat.Work.BeginsWellAsync(cancellationToken);
        // Who answers is told with the first piece.
        if (isShared && !seat.Leads)
            shelf.Give(call, seat.Work.Call.Provider, seat.Work.Call.Model, CacheStanding.Exact);
        var updates = isShared ? seat.Work.ReadAsync(seat.Leads, cancellationToken) : AskAloneAsync(call, asked, options, cancellationToken);
        await foreach (var update in updates)
            yield return update;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            shelf.Dispose();
        base.Dispose(disposing);
    }

    private async Task<Landing> AskAsync(
        ModelCall call, CacheKey key, IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        // Another may have landed with the answer while this one took off.
        if (await shelf.FindSameAsync(call, key, cancellationToken) is { } same)
            return new Landing(AnswerReplay.ToResponse(same, options), same, CacheStanding.Exact);
        var (near, vector) = await shelf.FindNearAsync(call, key, cancellationToken);
        if (near is not null)
            return new Landing(AnswerReplay.ToResponse(near, options), near, CacheStanding.Semantic);
        var erasures = shelf.Miss(call);
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        return new Landing(response, await shelf.KeepAsync(call, key, vector, response, erasures, cancellationToken), CacheStanding.Exact);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> AskStreamAsync(
        ModelCall call, CacheKey key, IReadOnlyList<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = await shelf.FindSameAsync(call, key, cancellationToken);
        var vector = ReadOnlyMemory<float>.Empty;
        if (known is null)
            (known, vector) = await shelf.FindNearAsync(call, key, cancellationToken);
        if (known is not null)
        {
            foreach (var update in AnswerReplay.ToUpdates(known))
                yield return update;
            yield break;
        }

        var erasures = shelf.Miss(call);
        var heard = new List<ChatResponseUpdate>();
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            heard.Add(update);
            yield return update;
        }

        // Two models wrote a stream that was taken over, and nobody knows how well their parts fit.
        if (!heard.Exists(static update => StreamTakeover.Of(update) is not null || Redaction.IsOn(update)))
            await shelf.KeepAsync(call, key, vector, heard.ToChatResponse(), erasures, cancellationToken);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> AskAloneAsync(
        ModelCall call, IReadOnlyList<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        shelf.Miss(call);
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            yield return update;
    }

    // Who will not try again, or not take an offline answer, is answered differently when everybody is down.
    private static string FlightName(ModelCall call, CacheKey key) => $"{key.Exact}/{call.Request.LastAttempt}/{call.Request.MayUseOffline}";

    /// <summary>How a call for an answer ended.</summary>
    /// <param name="Response">The answer, for the one who asked.</param>
    /// <param name="Kept">What is kept of it, for those who waited; null when it may not be kept.</param>
    /// <param name="Standing">What those who waited got.</param>
    private sealed record Landing(ChatResponse Response, CachedAnswer? Kept, CacheStanding Standing);
}
