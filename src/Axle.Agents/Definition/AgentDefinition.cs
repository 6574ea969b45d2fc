using System.Collections.Immutable;
using Axle.Models;
using Axle.Models.Guarding;

namespace Axle.Agents.Definition;

/// <summary>What an agent is: read from one Markdown file (see <see cref="AgentFile"/>). Immutable.</summary>
public sealed record AgentDefinition
{
    /// <summary>Unique name: lower-case letters, digits and <c>-</c>, at most 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it is good for, in a sentence or two.</summary>
    public required string Description { get; init; }

    /// <summary>Other names it answers to; letter case does not matter.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Fields it knows well, as short phrases.</summary>
    public ImmutableArray<string> Specializations { get; init; } = [];

    /// <summary>What it can do, and how well; at least one.</summary>
    public required ImmutableArray<AgentCapability> Capabilities { get; init; }

    /// <summary>Names of the tools it may use; every tool of its actions is among them.</summary>
    public ImmutableArray<string> Tools { get; init; } = [];

    /// <summary>Tools, by name or pattern such as <c>git.*</c>, whose calls a person must agree to, whatever the tools themselves ask.</summary>
    public ImmutableArray<string> Approvals { get; init; } = [];

    /// <summary>Models it works well with, best first; empty leaves the choice to the configured priorities.</summary>
    public ImmutableArray<ModelPreference> Models { get; init; } = [];

    /// <summary>What it can be asked to do, in the order of the file; at least one.</summary>
    public required ImmutableArray<ActionDefinition> Actions { get; init; }

    /// <summary>The role as told to the model: the body of the file. Empty for agents that ask no model.</summary>
    public string Instructions { get; init; } = "";

    /// <summary>Which of several equally capable agents is asked first: the higher one; -100 to 100.</summary>
    public int Priority { get; init; }

    /// <summary>How much it may take on at once.</summary>
    public AgentLimits Limits { get; init; } = AgentLimits.Default;

    /// <summary>Guards of its own.</summary>
    public AgentGuardrails Guardrails { get; init; } = AgentGuardrails.None;

    /// <summary>Where it lives, for an agent that is asked over HTTP; null for all others.</summary>
    public RemoteEndpoint? Remote { get; init; }

    /// <summary>Its program, for an agent that is a command of the host; null for all others.</summary>
    public AgentCommand? Command { get; init; }

    /// <summary>Who offers it, for an agent that lives in another process and connects to this one; null for all others.</summary>
    public AgentConnection? Connection { get; init; }

    /// <summary>Who wrote it.</summary>
    public AgentOrigin Origin { get; init; }

    /// <summary>The file it was read from, as it is named in messages.</summary>
    public string Source { get; init; } = "code";

    /// <summary>Its name among those of all tenants.</summary>
    internal string Key => Connection is { } connection ? $"{connection.Tenant}/{Id}" : Id;
}
