using Axle.Models.Telemetry;
using Microsoft.Extensions.AI;

namespace Axle.Models.Cache;

/// <summary>Looks answers up and keeps new ones: the store, with what must be true of an answer, and with what is told about it.</summary>
internal sealed class AnswerShelf(
    CacheOptions options, ICacheStore store, QuestionVectors? vectors, GatewayListeners listeners, TimeProvider time) : IDisposable
{
    private int _erasures;

    /// <summary>The key of a question that may ask; null for others.</summary>
    public CacheKey? KeyOf(ModelCall call, IReadOnlyList<ChatMessage> messages, ChatOptions asked) =>
        CacheRules.MayAsk(call.Request, asked, options) ? CacheKey.Of(call, messages, asked) : null;

    /// <summary>The answer to the same question; null when there is none.</summary>
    public async ValueTask<CachedAnswer?> FindSameAsync(ModelCall call, CacheKey key, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(key.Exact, cancellationToken);
        if (found is not null)
            Give(call, found, CacheStanding.Exact);
        return found;
    }

    /// <summary>The answer to a question that means the same, and the vector of this one, by which others will find its answer.</summary>
    public async Task<(CachedAnswer? Found, ReadOnlyMemory<float> Vector)> FindNearAsync(ModelCall call, CacheKey key, CancellationToken cancellationToken)
    {
        if (vectors is null || key.Group is not { } group || key.Question is not { } question)
            return (null, default);
        var vector = await vectors.OfAsync(call, question, cancellationToken);
        if (vector.IsEmpty)
            return (null, default);
        var found = await store.FindNearestAsync(group, vector, options.Semantic.Threshold, cancellationToken);
        if (found is not null)
            Give(call, found, CacheStanding.Semantic);
        return (found, vector);
    }

    /// <summary>Notes that an answer is given out of the cache.</summary>
    public void Give(ModelCall call, CachedAnswer answer, CacheStanding standing)
    {
        call.KeptUnder = answer.Key;
        Give(call, answer.Provider, answer.Model, standing);
    }

    /// <summary>Notes that an answer of this provider and model is given out of the cache.</summary>
    public void Give(ModelCall call, string provider, string model, CacheStanding standing)
    {
        (call.Cache, call.Provider, call.Model) = (standing, provider, model);
        CacheInstruments.LookedUp(standing);
        if (listeners.Any)
            listeners.Tell(new CacheAnswered(time.GetUtcNow(), call.Request.Scope, standing));
    }

    /// <summary>Notes that a model is asked, and remembers how much had been erased until then.</summary>
    public int Miss(ModelCall call)
    {
        call.Cache = CacheStanding.Missed;
        CacheInstruments.LookedUp(CacheStanding.Missed);
        return Volatile.Read(ref _erasures);
    }

    /// <summary>Keeps an answer when it may be kept.</summary>
    /// <param name="call">What it answers.</param>
    /// <param name="key">Where it goes.</param>
    /// <param name="vector">The question; empty when nobody compares.</param>
    /// <param name="response">The answer.</param>
    /// <param name="erasures">What <see cref="Miss"/> gave: whoever erased since then may have meant this answer.</param>
    /// <param name="cancellationToken">Cancels the keeping.</param>
    /// <returns>What is kept; null when it may not be.</returns>
    public async Task<CachedAnswer?> KeepAsync(
        ModelCall call, CacheKey key, ReadOnlyMemory<float> vector, ChatResponse response, int erasures, CancellationToken cancellationToken)
    {
        if (erasures != Volatile.Read(ref _erasures) || !CacheRules.MayKeep(call, response))
            return null;
        var now = time.GetUtcNow();
        var answer = new CachedAnswer(key.Exact, response.Text, now + options.Ttl)
        {
            CreatedAt = now,
            Provider = call.Provider,
            Model = call.Model,
            AnsweringModel = response.ModelId,
            Scope = call.Request.Scope,
            Group = vector.IsEmpty ? null : key.Group,
            Vector = vector,
        };
        await store.PutAsync(answer, cancellationToken);
        if (erasures != Volatile.Read(ref _erasures))
        {
            await store.RemoveAsync(key.Exact, CancellationToken.None);
            return null;
        }

        call.KeptUnder = key.Exact;
        return answer;
    }

    /// <summary>A guardrail had to redact an answer on its way out: it is not kept after all.</summary>
    public async ValueTask WithdrawAsync(ModelCall call)
    {
        if (call.KeptUnder is not { } key)
            return;
        call.KeptUnder = null;
        await store.RemoveAsync(key, CancellationToken.None);
    }

    /// <summary>Removes every answer that was made for a scope, and keeps none that is on its way.</summary>
    public ValueTask<int> EraseAsync(Scope scope, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _erasures);
        return store.RemoveAsync(scope, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => vectors?.Dispose();
}
