using System.Collections.Concurrent;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Resilience.Caching;

/// <summary>
/// Results of steps that later steps may reuse. When two steps of this process ask for the same one at once, one makes it and the other
/// waits; when making it fails, the other makes it itself.
/// </summary>
/// <param name="store">Where results are kept, in <see cref="Space"/> of each tenant.</param>
/// <param name="time">The clock.</param>
/// <param name="options">What is kept; null for the defaults.</param>
public sealed class StepResultCache(IValueStore store, TimeProvider time, StepCacheOptions? options = null)
{
    /// <summary>The space of the store.</summary>
    public const string Space = "cache";

    private readonly StepCacheOptions _options = options ?? StepCacheOptions.Default;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<CachedResult?>> _making = new(StringComparer.Ordinal);

    /// <summary>Finds a result.</summary>
    /// <param name="context">The step that asks; it has a cache key.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The result; null when there is none.</returns>
    public ValueTask<CachedResult?> FindAsync(StepContext context, CancellationToken cancellationToken) =>
        FindAsync(context, CacheKey.Of(context, Key(context)), cancellationToken);

    /// <summary>Keeps a result for as long as the step says.</summary>
    /// <returns>False when it is too large or too deep to be kept.</returns>
    public ValueTask<bool> PutAsync(StepContext context, Payload output, CancellationToken cancellationToken) =>
        PutAsync(CacheKey.Of(context, Key(context)), context, output, cancellationToken);

    /// <summary>Finds a result, or has it made and keeps it.</summary>
    /// <param name="context">The step that asks; it has a cache key.</param>
    /// <param name="make">Makes the result.</param>
    /// <param name="cancellationToken">Cancels the waiting, the reading and the making.</param>
    public async ValueTask<StepResult> GetAsync(
        StepContext context, Func<CancellationToken, ValueTask<StepResult>> make, CancellationToken cancellationToken)
    {
        var key = CacheKey.Of(context, Key(context));
        var mine = new TaskCompletionSource<CachedResult?>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            var maker = _making.GetOrAdd(key, mine);
            if (maker == mine)
                break;
            if (await maker.Task.WaitAsync(cancellationToken) is { } made)
                return Reused(made);
        }

        CachedResult? result = null;
        try
        {
            result = await LookAsync(context, key, cancellationToken);
            if (result is not null)
                return Reused(result);
            var fresh = await make(cancellationToken);
            if (fresh.Next is not null)
                return fresh;
            result = Entry(context, fresh.Output);
            return await KeepAsync(key, context, fresh.Output) is { } skipped
                ? fresh with { Decisions = [.. fresh.Decisions.IsDefault ? [] : fresh.Decisions, new StepDecision("cache-skipped", skipped)] }
                : fresh;
        }
        finally
        {
            _making.TryRemove(KeyValuePair.Create(key, mine));
            mine.TrySetResult(result);
        }
    }

    /// <summary>A store that cannot be read has nothing to reuse: the work is done.</summary>
    private async ValueTask<CachedResult?> LookAsync(StepContext context, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(context, key, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Keeps a result; says why when it was not kept. The work is done: that it cannot be kept must not undo it.</summary>
    private async ValueTask<string?> KeepAsync(string key, StepContext context, Payload output)
    {
        try
        {
            return await PutAsync(key, context, output, CancellationToken.None)
                ? null
                : $"The result was not kept for reuse: its {output.Size} bytes are more, or deeper nested, than the cache keeps.";
        }
        catch (Exception exception)
        {
            return $"The result was not kept for reuse, as the store failed: {exception.Message}";
        }
    }

    private async ValueTask<CachedResult?> FindAsync(StepContext context, string key, CancellationToken cancellationToken) =>
        await store.FindValueAsync(SpaceOf(context), key, time.GetUtcNow(), cancellationToken) is { } stored ? StoredJson.Read<CachedResult>(stored) : null;

    private async ValueTask<bool> PutAsync(string key, StepContext context, Payload output, CancellationToken cancellationToken)
    {
        if (output.Size > _options.LargestResult || Wrap(Entry(context, output)) is not { } value)
            return false;
        await store.PutValueAsync(SpaceOf(context), key, value, expected: null, time.GetUtcNow() + context.CacheTtl, cancellationToken);
        return true;
    }

    private static string SpaceOf(StepContext context) => TenantSpace.Of(Space, context.Attributes.GetValueOrDefault("tenant"));

    private CachedResult Entry(StepContext context, Payload output) => new(output.Value, context.RunId.Value, context.Path, time.GetUtcNow());

    /// <summary>Null when the result is as deep as a payload may be, so that nothing fits around it.</summary>
    private static Payload? Wrap(CachedResult result)
    {
        try
        {
            return StoredJson.Write(result);
        }
        catch (AxleException exception) when (exception.Error.Kind == ErrorKind.Validation)
        {
            return null;
        }
    }

    private StepResult Reused(CachedResult result)
    {
        var age = Math.Max(0, Math.Floor((time.GetUtcNow() - result.At).TotalSeconds));
        return new StepResult(
            Payload.From(result.Output), [new StepDecision(StepDecision.Reused, $"The result of step '{result.Path}' of run {result.Run} was reused; it is {age} s old.")]);
    }

    private static string Key(StepContext context) =>
        context.CacheKey ?? throw new ArgumentException($"Step '{context.Path}' has no cache key.", nameof(context));
}
