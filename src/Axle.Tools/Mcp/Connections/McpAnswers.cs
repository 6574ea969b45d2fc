using Axle.Tools.Mcp.Settings;
using ModelContextProtocol.Authentication;
using ModelContextProtocol.Protocol;

namespace Axle.Tools.Mcp.Connections;

/// <summary>What a host answers when a server asks something back. What is null is not offered to servers, so that they do not ask.</summary>
public sealed record McpAnswers
{
    /// <summary>Nothing but the workspace as a root.</summary>
    public static McpAnswers None { get; } = new();

    /// <summary>How to sign in at a server with an address, by OAuth; null for servers that need none or a header of the settings.</summary>
    public Func<McpServerSettings, ClientOAuthOptions?>? SignIn { get; init; }

    /// <summary>Answers questions to persons.</summary>
    public Func<ElicitRequestParams?, CancellationToken, ValueTask<ElicitResult>>? Elicit { get; init; }
}
