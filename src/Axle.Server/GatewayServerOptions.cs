using System.Net;
using Axle.Identity.Ports;
using Axle.Models.Limits;
using Axle.Server.Identity;

namespace Axle.Server;

/// <summary>Where the gateway listens, whom it lets in and how much it takes on.</summary>
public sealed record GatewayServerOptions
{
    /// <summary>The address. One that is not of this machine alone asks for <see cref="Keys"/>. Default: 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port, 0 to 65535; 0 takes a free one. Default: 4180.</summary>
    public int Port { get; init; } = 4180;

    /// <summary>Who may ask; empty lets in everybody on this machine.</summary>
    public IReadOnlyList<AccessKey> Keys { get; init; } = [];

    /// <summary>Knows the users that keys stand for; null takes every <see cref="AccessKey.User"/> for a word.</summary>
    public IUserStore? Users { get; init; }

    /// <summary>Counts what keys with limits ask, for all processes that share it; null counts in this one.</summary>
    public ILimitStore? Limits { get; init; }

    /// <summary>Largest request in bytes. Default: 10 MB.</summary>
    public int LargestBody { get; init; } = 10 * 1024 * 1024;

    /// <summary>Most requests at the same time; those beyond are asked to come again (503). Default: 1,024.</summary>
    public int MostRequests { get; init; } = 1024;

    /// <summary>How long a request waits for limits to reset and trouble to pass before it fails. Default: 30 seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long answers under way may go on when the server stops. Default: 30 seconds.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Refuses what would be unsafe or cannot be.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public void Validate()
    {
        if (Port is < 0 or > 65535)
            throw new AxleException(ErrorKind.Validation, $"Port {Port} is out of range. Use 0 to 65535; 0 takes a free one.");
        if (Keys.Count == 0 && !IPAddress.IsLoopback(Address))
        {
            throw new AxleException(ErrorKind.Validation,
                $"Without access keys the gateway only listens on this machine, and {Address} is open to others. Set AXLE_GATEWAY_KEY, or list keys under " +
                "'gateway: keys:' in axle.yaml.");
        }
    }
}
