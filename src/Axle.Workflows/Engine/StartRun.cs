using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Engine;

/// <summary>What is needed to start a run.</summary>
/// <param name="Workflow">The definition.</param>
public sealed record StartRun(Workflow Workflow)
{
    /// <summary>Inputs by name; checked against the workflow's schemas before the run starts.</summary>
    public Payload Inputs { get; init; } = Payload.EmptyObject;

    /// <summary>Facts for step handlers, at most 100, each at most 4,096 characters: <c>workspace</c>, <c>apply</c> …</summary>
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The id of the new run; null to have one made.</summary>
    public RunId? Id { get; init; }

    /// <summary>
    /// Makes the start idempotent: of all starts of a workflow (by name) with the same key one makes a run, the others get that run. 1 to 512
    /// characters; null for a new run every time.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Who starts it; null for the engine's own name.</summary>
    public string? By { get; init; }
}
