using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Writing;

namespace Axle.Testing.Simulation.Generation;

/// <summary>A workflow to simulate, with those that it uses.</summary>
/// <param name="Main">What is run.</param>
/// <param name="Used">What its <c>uses</c> steps name, by name.</param>
internal sealed record WorkflowSet(Workflow Main, ImmutableDictionary<string, Workflow> Used)
{
    private readonly Lazy<Dictionary<string, Workflow>> _byHash =
        new(() => Used.Values.Append(Main).ToDictionary(WorkflowHash.Compute, StringComparer.Ordinal));

    /// <summary>A workflow that uses no other.</summary>
    public WorkflowSet(Workflow main)
        : this(main, ImmutableDictionary<string, Workflow>.Empty)
    {
    }

    /// <summary>All of them by the hash of their definition.</summary>
    public IReadOnlyDictionary<string, Workflow> ByHash => _byHash.Value;
}
