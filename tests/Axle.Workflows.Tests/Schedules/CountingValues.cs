using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests.Schedules;

/// <summary>A store of values that counts what is asked of it, waits before it answers, and fails when told to.</summary>
internal sealed class CountingValues(IValueStore inner, TimeProvider time) : IValueStore
{
    public int Calls { get; private set; }

    public bool Fails { get; set; }

    public ValueTask<StoredValue?> FindValueAsync(string space, string key, DateTimeOffset now, CancellationToken cancellationToken) =>
        CallAsync(() => inner.FindValueAsync(space, key, now, cancellationToken));

    public ValueTask<IReadOnlyList<StoredValue>> ListValuesAsync(string space, DateTimeOffset now, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListValuesAsync(space, now, cancellationToken));

    public ValueTask<IReadOnlyList<string>> ListSpacesAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        CallAsync(() => inner.ListSpacesAsync(now, cancellationToken));

    public ValueTask<long?> PutValueAsync(
        string space, string key, Payload value, long? expected, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        CallAsync(() => inner.PutValueAsync(space, key, value, expected, expiresAt, cancellationToken));

    public ValueTask<bool> RemoveValueAsync(string space, string key, CancellationToken cancellationToken) =>
        CallAsync(() => inner.RemoveValueAsync(space, key, cancellationToken));

    private async ValueTask<T> CallAsync<T>(Func<ValueTask<T>> call)
    {
        Calls++;
        if (Fails)
            throw new IOException("the disk is full");
        await Task.Delay(TimeSpan.FromMilliseconds(1), time);
        return await call();
    }
}
