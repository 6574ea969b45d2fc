using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Agents.Connections;

/// <summary>What a process says of the agent that it offers.</summary>
public sealed record AgentRegistration
{
    /// <summary>The agent's id, unique in its tenant: lower-case letters, digits and <c>-</c>, at most 64 characters.</summary>
    public required string Agent { get; init; }

    /// <summary>Name for people, at most 64 characters; null takes the id.</summary>
    public string? Name { get; init; }

    /// <summary>Its version, at most 64 characters; null for none.</summary>
    public string? Version { get; init; }

    /// <summary>What it is good for, at most 1,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>What it can be asked to do, 1 to 100.</summary>
    public ImmutableArray<OfferedCapability> Capabilities { get; init; } = [];

    /// <summary>How many tasks this process does at once, from 1.</summary>
    public int Places { get; init; } = 1;

    /// <summary>The process, by which it is known when it comes back: 16 to 64 letters and digits that nobody guesses, the same as long as it lives.</summary>
    public required string Process { get; init; }

    /// <summary>Ids of the tasks that it has in hand: it was cut off, and comes back.</summary>
    public ImmutableArray<string> Tasks { get; init; } = [];
}

/// <summary>Something that a connected agent can be asked to do: an action that steps name.</summary>
public sealed record OfferedCapability
{
    /// <summary>The action's name: lower-case letters, digits and <c>-</c>, at most 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it brings, at most 500 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Words by which work of this kind is recognised, at most 50.</summary>
    public ImmutableArray<string> Keywords { get; init; } = [];

    /// <summary>How well it does it, above 0 up to 1. Default: 0.8.</summary>
    public double Confidence { get; init; } = 0.8;

    /// <summary>JSON Schema of the inputs object; null takes any object.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>JSON Schema of the output object; null takes any object.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Whether doing it changes the outside world: it only plans unless the run may apply, and is not done twice by itself.</summary>
    public bool World { get; init; }
}
