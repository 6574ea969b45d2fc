namespace Axle.Tools.Mcp.Connections;

/// <summary>How it stands with a server.</summary>
public enum McpState
{
    /// <summary>Not started: nobody has needed it yet.</summary>
    Idle = 0,

    /// <summary>It is being started and greeted.</summary>
    Starting,

    /// <summary>Connected.</summary>
    Ready,

    /// <summary>It could not be started, or its connection broke; it is tried again after a while.</summary>
    Down,

    /// <summary>Switched off in the settings, or faulty there.</summary>
    Off,

    /// <summary>Stopped together with the host.</summary>
    Stopped,
}
