using System.Text;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Payloads;

/// <summary>
/// Wraps data keys with the master key (envelope encryption), with their id and tenant inside: a key that is moved to another row does not open.
/// </summary>
/// <param name="master">The master keys.</param>
internal sealed class DataKeyWrapping(PayloadKeys master)
{
    private readonly PayloadCodec _codec = new(new PayloadCodecOptions { Keys = master, Compress = false });

    public byte[] Wrap(string id, string tenant, ReadOnlySpan<byte> key) => _codec.Encode([.. Label(id, tenant), .. key]);

    /// <summary>The key.</summary>
    /// <exception cref="AxleException">The master key is not there, or what is stored was changed.</exception>
    public byte[] Unwrap(StoredDataKey stored)
    {
        var (label, plain) = (Label(stored.Id, stored.Tenant), IsWrapped(stored) ? _codec.Decode(stored.Wrapped.Span) : []);
        return plain.Length == label.Length + PayloadKeys.KeyLength && plain.AsSpan().StartsWith(label)
            ? plain[label.Length..]
            : throw new AxleException(
                ErrorKind.Validation, $"The data key '{stored.Id}' of tenant '{stored.Tenant}' is not what was stored. Restore the database from a backup.");
    }

    /// <summary>What it is wrapped in with the current master key; null when it is that already.</summary>
    public byte[]? Rewrap(StoredDataKey stored) =>
        MasterOf(stored) == master.CurrentId ? null : Wrap(stored.Id, stored.Tenant, Unwrap(stored));

    /// <summary>Id of the master key that a data key is wrapped with; null for one that was destroyed.</summary>
    public static string? MasterOf(StoredDataKey stored) => stored.DestroyedAt is null ? CodedForm.Read(stored.Wrapped.Span).KeyId : null;

    private static bool IsWrapped(StoredDataKey stored) => CodedForm.Read(stored.Wrapped.Span).KeyId is not null;

    private static byte[] Label(string id, string tenant) => Encoding.UTF8.GetBytes($"{id}\n{tenant}\n");
}
