using Axle.Server.Mcp.Http;
using ModelContextProtocol.Protocol;

namespace Axle.Server.Identity;

/// <summary>Who asks: as the key says, and where it is silent, as the request says.</summary>
/// <param name="Key">The key; null when the gateway is open.</param>
/// <param name="Tenant">The tenant that the request may speak for.</param>
/// <param name="Session">The conversation that the request names.</param>
internal sealed record Caller(AccessKey? Key, string? Tenant, string? Session)
{
    /// <summary>The user that the key stands for, by id where the store has users; null for nobody in particular.</summary>
    public string? User { get; init; }

    /// <summary>Id of the session or key, and the network, for the audit log.</summary>
    public string Place { get; init; } = "- local";

    /// <summary>Whether personal data in runs of others is shown.</summary>
    public bool SeesPersonalData { get; init; }

    /// <summary>Somebody of whom nothing is known.</summary>
    public static Caller Nobody { get; } = new(null, null, null);

    /// <summary>Who sent a message of MCP.</summary>
    public static Caller Of(JsonRpcRequest message) =>
        message.Context?.Items?.TryGetValue(McpHttpEndpoint.CallerItem, out var who) == true && who is Caller caller ? caller : Nobody;

    /// <summary>Whom a call is made for.</summary>
    /// <param name="user">The user that the request names; the key's goes before.</param>
    /// <param name="agent">The agent that was asked as a model.</param>
    public Scope ToScope(string? user, string? agent)
    {
        var name = Key?.User ?? user;
        return name is null && agent is null && Tenant is null && Session is null
            ? Scope.None
            : new Scope { Tenant = Tenant, User = name, Session = Session, Agent = agent };
    }
}
