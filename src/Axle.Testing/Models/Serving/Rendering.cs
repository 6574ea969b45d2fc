using System.Text;
using Axle.Models.Recording;
using Axle.Testing.Models.Faults;
using Axle.Testing.Models.Protocols;

namespace Axle.Testing.Models.Serving;

/// <summary>Turns a reply into what goes over the wire.</summary>
internal static class Rendering
{
    private const string Filler = "All happy families are alike; each unhappy family is unhappy in its own way. ";
    private static readonly string[] OwnHeaders = ["content-type", "content-encoding", "transfer-encoding", "content-length"];

    /// <summary>The reply that a fault asks for instead of another; the same one when it asks for none.</summary>
    public static ServedReply WithFault(ServedReply reply, ServedFault? fault, WireRequest request) => fault switch
    {
        { Error: { } error } => error,
        { Kind: FaultKind.ErrorInStream } when !request.Streams => new ServedError(ErrorCase.Overloaded),
        { Kind: FaultKind.Huge } => Huge(fault.Bytes),
        _ => reply,
    };

    public static ServedHttp Of(ServedReply reply, IWireProtocol protocol, WireRequest request) => reply switch
    {
        ServedError error => protocol.Error(error, request),
        RecordedReply recorded => Recorded(recorded.Exchange),
        ServedAnswer answer when protocol.Answers && request.Streams => Stream(protocol.Events(answer, request), request),
        _ => ServedHttp.Json(200, protocol.Whole(reply as ServedAnswer ?? ServedReply.Text(""), request)),
    };

    private static ServedAnswer Huge(int bytes) =>
        ServedReply.Text(string.Concat(Enumerable.Repeat(Filler, (bytes / Filler.Length) + 1))) with { PieceLength = 64 * 1024 };

    private static ServedHttp Recorded(ModelExchange exchange)
    {
        var (headers, chunks) = (exchange.Response.Headers, exchange.Response.Chunks);
        var type = headers.GetValueOrDefault("content-type") ?? (exchange.Stream ? ServedHttp.EventsType : ServedHttp.JsonType);
        return new ServedHttp(exchange.Status, type, [.. chunks.Select(static c => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(c))])
        {
            Headers = headers.Where(static h => !OwnHeaders.Contains(h.Key)).ToDictionary(),
        };
    }

    // Gemini streams events only when it is asked for them; else the same objects come as one array, piece by piece.
    private static ServedHttp Stream(IEnumerable<string> events, WireRequest request)
    {
        if (request.Api != WireApi.StreamGenerateContent || request.Path.Contains("alt=sse", StringComparison.Ordinal))
            return ServedHttp.Stream(events);
        var objects = events.Select(static e => e["data: ".Length..].TrimEnd()).ToList();
        var pieces = objects.Select((text, index) => $"{(index == 0 ? "[" : ",\r\n")}{text}{(index == objects.Count - 1 ? "]" : "")}");
        return new ServedHttp(200, ServedHttp.JsonType, [.. pieces.Select(static p => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(p))]);
    }
}
