using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Tools.Contract;

/// <summary>
/// Decides whether a call of a tool may be made: asked when an agent's calls are planned, and again before every call, after its arguments were
/// checked; so also after a person edited them. What the gate throws stops the call.
/// </summary>
public interface IToolGate
{
    /// <summary>Decides.</summary>
    /// <param name="call">The call, its arguments checked.</param>
    /// <param name="cancellationToken">Fires when nobody waits any more.</param>
    ValueTask<ToolGateAnswer> DecideAsync(ToolGateCall call, CancellationToken cancellationToken);
}

/// <summary>A call that is about to be made.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">The arguments as the tool would get them.</param>
/// <param name="Context">The place, the caller, the label of what the caller has seen.</param>
/// <param name="Sinks">Where arguments go, as the tool's schema says: <c>path</c>, <c>shell</c>, <c>argument</c>, <c>sql</c>, <c>url</c>.</param>
public sealed record ToolGateCall(ToolDescription Tool, JsonElement Arguments, ToolContext Context, ImmutableArray<string> Sinks);

/// <summary>What a gate says.</summary>
/// <param name="Verdict">Whether the call may be made.</param>
/// <param name="Reason">Why, for people and models; empty where there is nothing to say.</param>
public sealed record ToolGateAnswer(ToolGateVerdict Verdict, string Reason)
{
    /// <summary>Arguments to use instead; null for those of the call.</summary>
    public JsonElement? Arguments { get; init; }
}

/// <summary>Whether a call may be made.</summary>
public enum ToolGateVerdict
{
    /// <summary>It may.</summary>
    Allow = 0,

    /// <summary>After a person's consent.</summary>
    Ask,

    /// <summary>It may not.</summary>
    Deny,
}
