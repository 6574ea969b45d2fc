using System.Collections.Immutable;

namespace Axle.Tools.Contract;

/// <summary>For whom a tool is called: the security context that goes with a call to the servers behind it.</summary>
/// <param name="Tenant">The tenant; null for none.</param>
/// <param name="User">The user; null for none.</param>
/// <param name="Session">The session; null for none.</param>
public sealed record ToolCaller(string? Tenant = null, string? User = null, string? Session = null)
{
    /// <summary>What the caller may do, by name; empty for nothing beyond what the tool itself allows.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>The run that calls; null outside of runs.</summary>
    public string? Run { get; init; }

    /// <summary>The agent that calls; null when no agent does.</summary>
    public string? Agent { get; init; }
}
