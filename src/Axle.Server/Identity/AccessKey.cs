using System.Security.Cryptography;
using System.Text;
using Axle.Models.Configuration;

namespace Axle.Server.Identity;

/// <summary>A key that lets in, and whom it stands for. The key itself is not kept, only its hash.</summary>
public sealed class AccessKey
{
    private readonly byte[] _hash;

    /// <summary>Takes a key.</summary>
    /// <param name="variable">Where it came from, for messages: the name of an environment variable.</param>
    /// <param name="key">The key.</param>
    public AccessKey(string variable, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        (Variable, _hash) = (variable, Hash(key));
    }

    private AccessKey(string variable, byte[] hash) => (Variable, _hash) = (variable, hash);

    /// <summary>Where it came from: fit to be shown.</summary>
    public string Variable { get; }

    /// <summary>The tenant it stands for; null for none in particular.</summary>
    public string? Tenant { get; init; }

    /// <summary>The user it stands for; null takes the one that a request names.</summary>
    public string? User { get; init; }

    /// <summary>Whether requests may name a tenant (<c>x-axle-tenant</c>) that the key does not. Default: false.</summary>
    public bool MayNameTenant { get; init; }

    /// <summary>Requests a minute, 1 or more; null for no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens a minute, in and out together, 1 or more; null for no limit.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>A key as it is configured.</summary>
    public static AccessKey Of(GatewayKey key) => new(key.Variable, key.Secret.Reveal())
    {
        Tenant = key.Tenant,
        User = key.User,
        MayNameTenant = key.MayNameTenant,
        RequestsPerMinute = key.RequestsPerMinute,
        TokensPerMinute = key.TokensPerMinute,
    };

    /// <summary>The same key for a tenant.</summary>
    internal AccessKey ForTenant(string tenant) => new(Variable, _hash)
    {
        Tenant = tenant,
        User = User,
        MayNameTenant = MayNameTenant,
        RequestsPerMinute = RequestsPerMinute,
        TokensPerMinute = TokensPerMinute,
    };

    /// <summary>
    /// What tells keys apart in every process: the name, and as much of the hash as does not give the key away, since one name may have another key elsewhere.
    /// </summary>
    internal string Mark => $"{Variable} {Convert.ToHexStringLower(_hash.AsSpan(0, 4))}";

    internal bool HasHash(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(_hash, hash);

    internal static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
