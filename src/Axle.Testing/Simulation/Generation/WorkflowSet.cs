using System.Collections.Immutable;
using Axle.Workflows.Definition;

namespace Axle.Testing.Simulation.Generation;

/// <summary>A workflow to simulate, with those that it uses.</summary>
/// <param name="Main">What is run.</param>
/// <param name="Used">What its <c>uses</c> steps name, by name.</param>
internal sealed record WorkflowSet(Workflow Main, ImmutableDictionary<string, Workflow> Used)
{
    /// <summary>A workflow that uses no other.</summary>
    public WorkflowSet(Workflow main)
        : this(main, ImmutableDictionary<string, Workflow>.Empty)
    {
    }
}
