using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Payloads;

/// <summary>
/// The data keys of tenants: each tenant's values are encrypted with a key of its own, which lies in the store wrapped by the master key. The first
/// value of a tenant makes its first key. Other processes hear of a new or destroyed key within <see cref="LookAgainAfter"/>.
/// </summary>
public sealed class TenantDataKeys
{
    private const int IdBytes = 8;
    private readonly IDataKeyStore _store;
    private readonly TimeProvider _time;
    private readonly DataKeyWrapping _wrapping;
    private readonly Lock _gate = new();
    private volatile Known? _known;

    internal TenantDataKeys(PayloadKeys master, IDataKeyStore store, TimeProvider time) =>
        (_wrapping, _store, _time) = (new DataKeyWrapping(master), store, time);

    /// <summary>How old what a process knows of keys may be: 30 seconds.</summary>
    public static TimeSpan LookAgainAfter { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The keys there are, by tenant and number; never the keys themselves.</summary>
    public ImmutableArray<DataKeyFacts> List() => [.. Load().Facts];

    /// <summary>Makes the tenant a new key, for what is written from now on; what was written stays readable. Also for one that was erased.</summary>
    /// <returns>The id of the new key.</returns>
    public async ValueTask<string> RotateAsync(string tenant, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        while (true)
        {
            var last = Load().Facts.LastOrDefault(f => f.Tenant == tenant)?.Number ?? 0;
            if (await AddAsync(tenant, last + 1, cancellationToken) is { } id)
                return id;
        }
    }

    /// <summary>Wraps with the current master key what is wrapped with another; values are left as they are.</summary>
    /// <returns>What was done, with keys for values. One whose master key is not there is left as it is, and is in the report.</returns>
    public async ValueTask<RecodingReport> RewrapAsync(CancellationToken cancellationToken)
    {
        long read = 0, written = 0;
        var faults = ImmutableArray.CreateBuilder<RecodingFault>();
        foreach (var stored in _store.ListKeys().Where(static k => k.DestroyedAt is null))
        {
            read++;
            try
            {
                if (_wrapping.Rewrap(stored) is { } wrapped && await _store.RewrapKeyAsync(stored, wrapped, cancellationToken))
                    written++;
            }
            catch (AxleException exception)
            {
                faults.Add(new RecodingFault($"data key {stored.Id} of tenant {stored.Tenant}", exception.Error));
            }
        }

        Load();
        return new RecodingReport(read, written, faults.Count, faults.ToImmutable());
    }

    /// <summary>Destroys all keys of a tenant: nothing that was written for it can be read any more, here at once, by other processes soon.</summary>
    /// <returns>How many there were.</returns>
    public async ValueTask<int> DestroyAsync(string tenant, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        var destroyed = await _store.DestroyKeysAsync(tenant, _time.GetUtcNow(), cancellationToken);
        Load();
        return destroyed;
    }

    /// <summary>Sees to it that a tenant has a key to write with.</summary>
    /// <exception cref="AxleException">Refused: its keys were destroyed.</exception>
    internal ValueTask ReadyAsync(string tenant, CancellationToken cancellationToken) =>
        Fresh().Current.TryGetValue(tenant, out var current) && !current.IsDestroyed ? default : MakeAsync(tenant, cancellationToken);

    /// <summary>Id of the key that a tenant's values are written with, after <see cref="ReadyAsync"/>.</summary>
    internal string CurrentId(string tenant)
    {
        var known = _known ?? Load();
        return known.Current.GetValueOrDefault(tenant) is { IsDestroyed: false } key ? key.Id : throw Erased(tenant);
    }

    /// <summary>A key by its id; null when there is none of that id.</summary>
    /// <exception cref="AxleException">NotFound: it was destroyed.</exception>
    internal byte[]? Find(string id)
    {
        if (!Fresh().ById.TryGetValue(id, out var key) && !Load().ById.TryGetValue(id, out key))
            return null;
        return !key.IsDestroyed ? key.Material : throw new AxleException(
            ErrorKind.NotFound, $"This was erased: the key of tenant '{key.Tenant}' that it was encrypted with is destroyed. It cannot be brought back.");
    }

    /// <summary>Whether a value can be read no more, because the key it is under is destroyed, or its tenant is and has no new one.</summary>
    internal bool IsErased(string tenant, ReadOnlySpan<byte> stored)
    {
        var known = Fresh();
        return CodedForm.Read(stored).KeyId is { } id && known.ById.TryGetValue(id, out var key)
            ? key.IsDestroyed
            : known.Current.TryGetValue(tenant, out var current) && current.IsDestroyed;
    }

    private async ValueTask MakeAsync(string tenant, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Load().Current.TryGetValue(tenant, out var current))
            {
                if (current.IsDestroyed)
                    throw Erased(tenant);
                return;
            }

            await AddAsync(tenant, number: 1, cancellationToken);
        }
    }

    private async ValueTask<string?> AddAsync(string tenant, int number, CancellationToken cancellationToken)
    {
        var id = "dk." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var wrapped = _wrapping.Wrap(id, tenant, RandomNumberGenerator.GetBytes(PayloadKeys.KeyLength));
        var isAdded = await _store.AddKeyAsync(new StoredDataKey(id, tenant, number, wrapped, _time.GetUtcNow()), cancellationToken);
        Load();
        return isAdded ? id : null;
    }

    private Known Fresh() => _known is { } known && _time.GetElapsedTime(known.ReadAt) < LookAgainAfter ? known : Load();

    private Known Load()
    {
        lock (_gate)
        {
            var readAt = _time.GetTimestamp();
            var before = _known?.ById;
            var keys = _store.ListKeys().OrderBy(static k => k.Tenant, StringComparer.Ordinal).ThenBy(static k => k.Number).ToArray();
            var opened = keys.Select(k => before?.GetValueOrDefault(k.Id) is { } same && same.Stored.Wrapped.Span.SequenceEqual(k.Wrapped.Span)
                ? same
                : new DataKey(k, _wrapping)).ToArray();
            return _known = new Known(
                readAt,
                opened.ToFrozenDictionary(static k => k.Id, StringComparer.Ordinal),
                opened.GroupBy(static k => k.Tenant).ToFrozenDictionary(static g => g.Key, static g => g.Last(), StringComparer.Ordinal),
                [.. keys.Select(static k => new DataKeyFacts(k.Id, k.Tenant, k.Number, k.CreatedAt, k.DestroyedAt, DataKeyWrapping.MasterOf(k)))]);
        }
    }

    private static AxleException Erased(string tenant) => new(
        ErrorKind.Refused,
        $"The keys of tenant '{tenant}' are destroyed, and nothing is written for it any more. 'ax encryption rotate --tenant {tenant}' makes it a new one.");

    /// <summary>A key, unwrapped when it is first used: one whose master key is missing keeps nobody from the others.</summary>
    private sealed class DataKey(StoredDataKey stored, DataKeyWrapping wrapping)
    {
        private byte[]? _material;

        public StoredDataKey Stored => stored;

        public string Id => stored.Id;

        public string Tenant => stored.Tenant;

        public bool IsDestroyed => stored.DestroyedAt is not null;

        public byte[] Material => _material ??= wrapping.Unwrap(stored);
    }

    private sealed record Known(
        long ReadAt, FrozenDictionary<string, DataKey> ById, FrozenDictionary<string, DataKey> Current, ImmutableArray<DataKeyFacts> Facts);
}

/// <summary>What may be told of a data key.</summary>
/// <param name="Id">What values name it by.</param>
/// <param name="Tenant">Whose values it encrypts.</param>
/// <param name="Number">Which of the tenant's keys it is, from 1; the last is the current one.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DestroyedAt">When it was destroyed; null while it is there.</param>
/// <param name="Master">Id of the master key that it is wrapped with; null when it was destroyed.</param>
public sealed record DataKeyFacts(string Id, string Tenant, int Number, DateTimeOffset CreatedAt, DateTimeOffset? DestroyedAt, string? Master);
