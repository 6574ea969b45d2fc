using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>How a fork differs from the run that it is made of.</summary>
/// <param name="Parent">That run.</param>
public sealed record ForkRequest(RunId Parent)
{
    /// <summary>The last event that both share; null for the last one there is.</summary>
    public long? At { get; init; }

    /// <summary>Inputs, variables and inputs of steps that differ.</summary>
    public RunEdits Edits { get; init; } = RunEdits.None;

    /// <summary>Another definition, for example with other prompts or models; null for the same.</summary>
    public Workflow? Workflow { get; init; }

    /// <summary>The id of the fork; null to have one made.</summary>
    public RunId? Id { get; init; }

    /// <summary>Facts of the run that differ, by name: whom it is for and what they may. Others are those of the parent.</summary>
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Who forks; null for the engine's own name.</summary>
    public string? By { get; init; }
}
