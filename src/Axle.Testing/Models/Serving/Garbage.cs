using Axle.Testing.Models.Faults;
using Axle.Testing.Models.Protocols;

namespace Axle.Testing.Models.Serving;

/// <summary>Spoils a good reply.</summary>
internal static class Garbage
{
    // The first two of the three bytes of "€".
    private static readonly byte[] HalfEuro = [0xE2, 0x82];

    public static ServedHttp Spoil(ServedHttp http, FaultKind? kind, IWireProtocol protocol, WireRequest request) => kind switch
    {
        FaultKind.NotJson => http with { Chunks = ["!! upstream said: connection pool exhausted\n\n"u8.ToArray()] },
        FaultKind.WrongContentType => ServedHttp.Page(200),
        FaultKind.BrokenJson => http with { Chunks = Replace(http.Chunks, static c => c[..(c.Length / 2)], http.IsStream ? "\n\n"u8 : []) },
        FaultKind.HalfCharacter => http with { Chunks = Replace(http.Chunks, InText, []) },
        FaultKind.ErrorInStream => http with
        {
            Chunks = [.. http.Chunks.Take(http.Chunks.Count / 2), System.Text.Encoding.UTF8.GetBytes(protocol.ErrorEvent(request))],
        },
        _ => http,
    };

    /// <summary>Replaces the piece in the middle and sends nothing after it.</summary>
    private static ReadOnlyMemory<byte>[] Replace(
        IReadOnlyList<ReadOnlyMemory<byte>> chunks, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> spoil, ReadOnlySpan<byte> after)
    {
        var middle = chunks.Count / 2;
        return [.. chunks.Take(middle), spoil(chunks[middle]), after.ToArray(), .. chunks.Skip(middle + 1)];
    }

    private static ReadOnlyMemory<byte> InText(ReadOnlyMemory<byte> chunk)
    {
        var middle = chunk.Length / 2;
        return (byte[])[.. chunk[..middle].Span, .. HalfEuro, .. chunk[middle..].Span];
    }
}
