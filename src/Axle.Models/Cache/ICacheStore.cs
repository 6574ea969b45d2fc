namespace Axle.Models.Cache;

/// <summary>Where answers are kept. Bounded by itself; safe for concurrent use. <see cref="MemoryCacheStore"/> is the one that comes with Axle.</summary>
public interface ICacheStore
{
    /// <summary>Finds the answer under a key; null when there is none or it has expired.</summary>
    ValueTask<CachedAnswer?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Finds the answer of a group whose question is nearest; null when none is near enough.</summary>
    /// <param name="group">See <see cref="CachedAnswer.Group"/>.</param>
    /// <param name="vector">The question, of length 1.</param>
    /// <param name="threshold">Least cosine.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    ValueTask<CachedAnswer?> FindNearestAsync(string group, ReadOnlyMemory<float> vector, double threshold, CancellationToken cancellationToken);

    /// <summary>Keeps an answer in place of one with the same key, if any. Others may have to go for it.</summary>
    ValueTask PutAsync(CachedAnswer answer, CancellationToken cancellationToken);

    /// <summary>Removes the answer under a key; false when there was none.</summary>
    ValueTask<bool> RemoveAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes every answer that was made for a scope.</summary>
    /// <param name="scope">Names that must all be equal; those that are null are not looked at, so that <see cref="Scope.None"/> removes everything.</param>
    /// <param name="cancellationToken">Cancels before anything was removed.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> RemoveAsync(Scope scope, CancellationToken cancellationToken);
}
