using System.Collections.Immutable;

namespace Axle.Models.Recording;

/// <summary>One request to a provider and what came back, as it went over the wire. One line of a recording.</summary>
/// <param name="Provider">The provider's name as it is configured.</param>
/// <param name="Api">Which of its interfaces; see <see cref="WireApi"/>.</param>
/// <param name="Stream">Whether the answer was asked for as a stream of events.</param>
/// <param name="Status">HTTP status; 0 when no answer came: the connection failed.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Response">What came back.</param>
public sealed record ModelExchange(
    string Provider, string Api, bool Stream, int Status, ExchangeRequest Request, ExchangeResponse Response);

/// <summary>What was sent.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path with the query, keys left out.</param>
/// <param name="Headers">The headers that say something about the protocol, by name in lower case; never one that may hold a key.</param>
/// <param name="Body">The body; null when there was none or when it was too long to keep.</param>
public sealed record ExchangeRequest(string Method, string Path, ImmutableSortedDictionary<string, string> Headers, string? Body)
{
    /// <summary>What replay finds this request by, where the body was too long to keep; else it is worked out from the body.</summary>
    public string? Fingerprint { get; init; }
}

/// <summary>What came back.</summary>
/// <param name="Headers">The headers that clients read, by name in lower case.</param>
/// <param name="Chunks">The body in the pieces in which it arrived; one piece when it was no stream.</param>
public sealed record ExchangeResponse(ImmutableSortedDictionary<string, string> Headers, ImmutableArray<string> Chunks)
{
    /// <summary>Whether the connection broke before the body was complete.</summary>
    public bool Broken { get; init; }

    /// <summary>Characters of a body that was too long to keep; 0 when it is here.</summary>
    public long OmittedCharacters { get; init; }

    /// <summary>The whole body.</summary>
    public string Body => Chunks.Length == 1 ? Chunks[0] : string.Concat(Chunks);
}
