using System.Collections.Immutable;
using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Identity.Secrets;

namespace Axle.Identity.Keys;

/// <summary>Makes API keys, which are shown once, and finds them again.</summary>
/// <param name="store">Where they are kept, as hashes.</param>
/// <param name="options">How long they stand.</param>
/// <param name="time">The clock.</param>
public sealed class ApiKeyBook(IApiKeyStore store, IdentityOptions options, TimeProvider time)
{
    /// <summary>What keys begin with.</summary>
    public const string Prefix = "axle_";

    private const int LongestName = 100;
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    /// <summary>Makes a key for whoever asks, in the tenant that is worked in.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="name">What it is for.</param>
    /// <param name="permissions">What it may do; nothing that <paramref name="who"/> may not.</param>
    /// <param name="stands">How long it stands; null for 90 days.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The key as it is kept, and its secret, which nobody can show again.</returns>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/> or <see cref="ErrorKind.Refused"/>.</exception>
    public async ValueTask<(ApiKey Key, string Secret)> CreateAsync(
        Principal who, string? name, IReadOnlyCollection<Permission> permissions, TimeSpan? stands, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(who);
        var label = (name ?? "").Trim();
        if (label.Length is 0 or > LongestName || label.Any(char.IsControl))
            throw new AxleException(ErrorKind.Validation, $"A key's name says what it is for, in 1 to {LongestName} characters.");
        if (permissions.Count == 0)
            throw new AxleException(ErrorKind.Validation, "A key needs at least one permission.");
        if (permissions.Any(p => !who.May(p)))
        {
            throw new AxleException(
                ErrorKind.Refused, $"A key cannot do more than whoever makes it, and you may not: {string.Join(", ", permissions.Where(p => !who.May(p)))}.");
        }

        var life = stands ?? TimeSpan.FromDays(90);
        if (life <= TimeSpan.Zero || life > options.KeyLongest)
            throw new AxleException(ErrorKind.Validation, $"A key stands at most {options.KeyLongest.TotalDays:0} days, and longer than nothing.");
        if ((await store.ListKeysAsync(who.Tenant, who.User, options.MostKeys, cancellationToken)).Count >= options.MostKeys)
            throw new AxleException(ErrorKind.Refused, $"You have {options.MostKeys} keys in this tenant, and more are not kept. Use one of them, or another user.");
        var (now, secret) = (time.GetUtcNow(), SecretText.New(Prefix));
        ImmutableArray<Permission> granted = [.. permissions.Append(Permission.Account).Distinct().Order()];
        var key = new ApiKey(SecretText.NewId("key_"), who.User, who.Tenant, label, SecretText.Hash(secret), granted, now, now + life);
        await store.AddKeyAsync(key, cancellationToken);
        return (key, secret);
    }

    /// <summary>Finds the key of a secret; null when it is revoked or expired, or there never was one.</summary>
    public async ValueTask<ApiKey?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal) || await store.FindKeyAsync(SecretText.Hash(secret), cancellationToken) is not { } key)
            return null;
        var now = time.GetUtcNow();
        if (!key.IsGood(now))
            return null;
        if (key.UsedAt is not { } used || now - used >= Moment)
            await store.TouchKeyAsync(key.Id, now, cancellationToken);
        return key;
    }
}
