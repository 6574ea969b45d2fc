using System.Net;
using Axle.Identity.Ports;
using Axle.Server.Identity;

namespace Axle.Server.Mcp;

/// <summary>Where the MCP server listens, and whom it lets in.</summary>
public sealed record McpListening
{
    /// <summary>The address. One that is not of this machine alone asks for <see cref="Keys"/>. Default: 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port, 0 to 65535; 0 takes a free one. Default: 4190.</summary>
    public int Port { get; init; } = 4190;

    /// <summary>Who may ask; empty lets in everybody on this machine.</summary>
    public IReadOnlyList<AccessKey> Keys { get; init; } = [];

    /// <summary>Knows the users that keys stand for; null takes every <see cref="AccessKey.User"/> for a word.</summary>
    public IUserStore? Users { get; init; }

    /// <summary>Told, once at the start, of keys that are refused as their user is not there. Null for nobody.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Origins of web pages that may ask, for example <c>https://app.example.com</c>, beside pages of this machine.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Largest request in bytes. Default: 4 MB.</summary>
    public int LargestBody { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most sessions at a time. Default: 1,000.</summary>
    public int MostSessions { get; init; } = 1_000;

    /// <summary>Refuses what would be unsafe or cannot be.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public void Validate()
    {
        if (Port is < 0 or > 65535)
            throw new AxleException(ErrorKind.Validation, $"Port {Port} is out of range. Use 0 to 65535; 0 takes a free one.");
        if (Keys.Count == 0 && !IPAddress.IsLoopback(Address))
        {
            throw new AxleException(ErrorKind.Validation,
                $"Without access keys the MCP server only listens on this machine, and {Address} is open to others. Set AXLE_GATEWAY_KEY, or list keys under " +
                "'gateway: keys:' in axle.yaml.");
        }
    }
}
