using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;

namespace Axle.Testing.Simulation;

/// <summary>Gives every run the definition that the simulation generated: reading definitions is not what is simulated.</summary>
internal sealed class PinnedDefinition(Workflow workflow) : IDefinitionLoader
{
    public Workflow Load(StoredDefinition stored) => workflow;
}
