using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Histories;

/// <summary>How values lie in a store: readable JSON, or what a codec makes of it.</summary>
/// <param name="codec">Compresses or encrypts; null to store values as they are.</param>
public sealed class StoredForm(IPayloadCodec? codec)
{
    /// <summary>Whether values are stored as they are.</summary>
    public bool IsPlain => codec is null;

    /// <summary>Sees to it that values of a tenant can be written.</summary>
    /// <exception cref="AxleException">The tenant's data was erased.</exception>
    public ValueTask ReadyAsync(string? tenant, CancellationToken cancellationToken) =>
        codec is null || tenant is null ? default : codec.ReadyAsync(tenant, cancellationToken);

    /// <summary>What is written for bytes of a tenant, after <see cref="ReadyAsync"/>; for those of nobody's when it is null.</summary>
    public ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> plain, string? tenant) => codec is null ? plain : codec.Encode(plain.Span, tenant);

    /// <summary>Id of the key of its own that a tenant's values are written with; null when tenants have none.</summary>
    public string? KeyOf(string tenant) => codec is PayloadCodec { DataKeys: not null } keyed ? keyed.WritingKey(tenant) : null;

    /// <summary>The name under which a large value is kept: its hash, for each tenant apart once values are encrypted with keys of tenants.</summary>
    public string NameOf(string hash, string tenant) => codec is PayloadCodec { DataKeys: not null } ? TenantSpace.Of(hash, tenant) : hash;

    /// <summary>The bytes that were written.</summary>
    public byte[] Plain(ReadOnlySpan<byte> stored) => codec is null ? stored.ToArray() : Decode(codec, stored);

    /// <summary>The JSON text that was written; null when it was erased with the keys of its tenant.</summary>
    public ReadOnlyMemory<byte>? JsonUnlessErased(byte[] stored)
    {
        try
        {
            return Json(stored);
        }
        catch (AxleException erased) when (erased.Error.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>The JSON text that was written.</summary>
    /// <exception cref="AxleException">It was written with a codec, and there is none now.</exception>
    public ReadOnlyMemory<byte> Json(byte[] stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        if (codec is not null)
            return Decode(codec, stored);
        if (stored.Length > 0 && stored[0] is not ((byte)'{' or (byte)'[' or (byte)'"' or (byte)'-' or (byte)'t' or (byte)'f' or (byte)'n')
            && !char.IsAsciiDigit((char)stored[0]))
        {
            throw new AxleException(
                ErrorKind.Internal,
                "The database holds compressed or encrypted data, and neither is configured. Configure what it was written with, with the same keys.");
        }

        return stored;
    }

    /// <summary>What cannot be read is a fault of what is stored or of how the server is set up, never of whoever asks: nobody is signed out by it.</summary>
    private static byte[] Decode(IPayloadCodec codec, ReadOnlySpan<byte> stored)
    {
        try
        {
            return codec.Decode(stored);
        }
        catch (AxleException unreadable) when (unreadable.Error.Kind is ErrorKind.Validation or ErrorKind.Authentication or ErrorKind.Refused)
        {
            throw new AxleException(ErrorKind.Internal, unreadable.Message, unreadable);
        }
    }
}
