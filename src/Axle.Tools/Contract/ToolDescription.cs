using System.Text.Json;

namespace Axle.Tools.Contract;

/// <summary>What a caller, a model or a person needs to know of a tool before using it.</summary>
/// <param name="Name">Unique; lower case words joined by a dot, noun first: <c>code.structure</c>.</param>
/// <param name="Purpose">One sentence for people and models.</param>
/// <param name="Parameters">JSON Schema (2020-12) of the arguments object.</param>
/// <param name="Effect">Whether the tool changes anything outside the run.</param>
public sealed record ToolDescription(string Name, string Purpose, JsonElement Parameters, ToolEffect Effect = ToolEffect.None)
{
    /// <summary>The origin of tools that are part of Axle.</summary>
    public const string BuiltIn = "built in";

    /// <summary>
    /// Whether doing the work twice under one <see cref="ToolContext.IdempotencyKey"/> is the same as doing it once. When false, a call of a
    /// tool with effects whose outcome nobody knows is never made again by itself.
    /// </summary>
    public bool Idempotent { get; init; } = true;

    /// <summary>What a person must agree to before each call; null when none is asked.</summary>
    public ToolApproval? Approval { get; init; }

    /// <summary>Where the tool comes from, for people: <c>built in</c>, <c>MCP server files</c>.</summary>
    public string Origin { get; init; } = BuiltIn;

    /// <summary>JSON Schema of the result, where it is known.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>The longest time a call may take; null for the step's own limit.</summary>
    public TimeSpan? Deadline { get; init; }
}

/// <summary>Whether a tool changes anything outside the run.</summary>
public enum ToolEffect
{
    /// <summary>Reads only: may be run again at any time.</summary>
    None = 0,

    /// <summary>Writes files of the run's own (reports), nothing else.</summary>
    Local,

    /// <summary>Changes the outside world (builds, deploys): only plans unless <see cref="ToolContext.Apply"/> is set.</summary>
    World,
}
