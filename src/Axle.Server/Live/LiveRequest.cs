using System.Text.Json;
using Axle.Server.Endpoints.Json;

namespace Axle.Server.Live;

/// <summary>What a client says.</summary>
internal sealed record LiveRequest
{
    /// <summary><c>subscribe</c>, <c>unsubscribe</c> or <c>pong</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The client's name for the subscription.</summary>
    public string? Id { get; init; }

    /// <summary><c>runs</c>, <c>run</c>, <c>approvals</c> or <c>text</c>.</summary>
    public string? Topic { get; init; }

    /// <summary>The run, of topics <c>run</c> and <c>text</c>.</summary>
    public string? Run { get; init; }

    /// <summary>The last event that the client has, of topic <c>run</c>; 0 for all of them.</summary>
    public long After { get; init; }

    /// <summary>Reads one.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: it is none.</exception>
    public static LiveRequest Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var read = JsonSerializer.Deserialize<LiveRequest>(utf8, ApiJson.Options);
            return read is { Id: null or { Length: > 0 and <= 100 } }
                ? read
                : throw new AxleException(ErrorKind.Validation, "A message is an object with 'type', and an 'id' of 1 to 100 characters.");
        }
        catch (JsonException fault)
        {
            throw new AxleException(ErrorKind.Validation, $"The message is not the JSON that is asked for: {fault.Message}", fault);
        }
    }
}
