namespace Axle.Workflows.Ports;

/// <summary>
/// Turns what is stored into another form and back: compression, encryption. Applied by stores to event data, payloads, signals and
/// snapshots; ids, names, times and statuses stay readable.
/// </summary>
public interface IPayloadCodec
{
    /// <summary>The stored form of a text.</summary>
    byte[] Encode(ReadOnlySpan<byte> plain);

    /// <summary>The stored form of a text of a tenant, whose key may be another; of nobody's for null.</summary>
    byte[] Encode(ReadOnlySpan<byte> plain, string? tenant) => Encode(plain);

    /// <summary>Sees to it that texts of a tenant can be encoded. Awaited before something of the tenant is written.</summary>
    ValueTask ReadyAsync(string tenant, CancellationToken cancellationToken) => default;

    /// <summary>The text of a stored form. Also reads forms that an earlier configuration wrote.</summary>
    /// <exception cref="AxleException">The key it was written with is not there, or it was changed: says which key.</exception>
    byte[] Decode(ReadOnlySpan<byte> stored);
}
