namespace Axle.Tools.Mcp.Calls;

/// <summary>A call to a server failed.</summary>
/// <param name="kind">What went wrong.</param>
/// <param name="message">In words.</param>
/// <param name="isOpen">Whether nobody knows if the server did the work.</param>
/// <param name="cause">What was thrown.</param>
internal sealed class McpCallException(ErrorKind kind, string message, bool isOpen, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What went wrong.</summary>
    public ErrorKind Kind { get; } = kind;

    /// <summary>Whether nobody knows if the server did the work.</summary>
    public bool IsOpen { get; } = isOpen;

    /// <summary>Whether the server was never asked.</summary>
    public bool IsUnsent { get; init; }

    /// <summary>Whether another server may be asked for a tool that only reads: this one is down, overloaded or silent.</summary>
    public bool IsOfServer => IsUnsent || IsOpen || Kind is ErrorKind.Network or ErrorKind.Overloaded or ErrorKind.RateLimited or ErrorKind.Timeout;
}
