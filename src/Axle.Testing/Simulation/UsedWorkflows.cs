using Axle.Testing.Simulation.Generation;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;

namespace Axle.Testing.Simulation;

/// <summary>The library of a simulated process.</summary>
internal sealed class UsedWorkflows(WorkflowSet workflows) : IWorkflowLibrary
{
    public Workflow? Find(string name, Workflow user) => workflows.Used.GetValueOrDefault(name);
}

/// <summary>Gives every run the definitions that the simulation generated: reading definitions is not what is simulated.</summary>
internal sealed class KnownDefinitions(WorkflowSet workflows) : IDefinitionLoader
{
    public Workflow Load(StoredDefinition stored) => Known(stored.Hash)!;

    public Workflow? Known(string hash) => workflows.ByHash.GetValueOrDefault(hash);
}
