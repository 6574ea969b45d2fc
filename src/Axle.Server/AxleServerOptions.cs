using System.Net;
using Axle.Agents.Connections;
using Axle.Identity;
using Axle.Privacy;
using Axle.Server.Identity;
using Axle.Server.Identity.Oidc;
using Axle.Server.Identity.Protection;

namespace Axle.Server;

/// <summary>Where the server listens, whom it lets in and how much it takes on.</summary>
public sealed record AxleServerOptions
{
    /// <summary>The address. Default: 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port, 0 to 65535; 0 takes a free one. Default: 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Absolute path of the directory that runs work on.</summary>
    public required string Workspace { get; init; }

    /// <summary>
    /// The token that lets in the one person who uses the server on this machine, without users. Null for a server with users.
    /// </summary>
    public string? LocalToken { get; init; }

    /// <summary>The token with which the first user sets the server up; null for one that nobody guesses, in <see cref="AxleServer.SetupUrl"/>.</summary>
    public string? SetupToken { get; init; }

    /// <summary>How long sessions, keys and invitations stand.</summary>
    public IdentityOptions Identity { get; init; } = new();

    /// <summary>A provider of OpenID Connect that people may sign in with; null for none.</summary>
    public OidcOptions? Oidc { get; init; }

    /// <summary>How much one caller may ask of the API.</summary>
    public RateOptions Rates { get; init; } = new();

    /// <summary>How much people may say to agents; without users there is no limit.</summary>
    public ConversationRates Conversations { get; init; } = new();

    /// <summary>How agents that connect are dealt with, and how much they may take up.</summary>
    public ConnectionOptions Agents { get; init; } = new();

    /// <summary>
    /// Types of personal data that are masked in what runs say, for users without the permission to see it (<see cref="PersonalDataMask"/>); empty masks
    /// nothing.
    /// </summary>
    public IReadOnlySet<string> MaskedTypes { get; init; } = PersonalDataMask.Standard;

    /// <summary>Keys of clients of the gateway (<c>/v1</c>) and of MCP (<c>/mcp</c>). Empty lets in there whom the API lets in.</summary>
    public IReadOnlyList<AccessKey> Keys { get; init; } = [];

    /// <summary>Directory of a dashboard that is served instead of the one built in; null for that one.</summary>
    public string? Dashboard { get; init; }

    /// <summary>Whether runs that MCP clients start may change the outside world. Default: false.</summary>
    public bool MayApply { get; init; }

    /// <summary>Largest request in bytes. Default: 16 MB.</summary>
    public int LargestBody { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most connections at the same time, sockets of watchers included. Default: 10,000.</summary>
    public int MostConnections { get; init; } = 10_000;

    /// <summary>How long answers under way may go on when the server stops. Default: 10 seconds.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Refuses what would be unsafe or cannot be.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public void Validate()
    {
        if (Port is < 0 or > 65535)
            throw new AxleException(ErrorKind.Validation, $"Port {Port} is out of range. Use 0 to 65535; 0 takes a free one.");
        if (LocalToken is not null && !IPAddress.IsLoopback(Address))
            throw new AxleException(ErrorKind.Validation, $"Without users the server only listens on this machine, and {Address} is open to others. Leave out --local.");
        Agents.Validate();
    }
}
