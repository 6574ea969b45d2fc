using System.Runtime.CompilerServices;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Writing;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Engine;

/// <summary>Definitions as stores keep them, written once for as long as the definition lives.</summary>
internal static class StoredDefinitions
{
    private static readonly ConditionalWeakTable<Workflow, StoredDefinition> Written = [];

    public static StoredDefinition From(Workflow workflow) => Written.GetValue(workflow, static w =>
        new StoredDefinition(WorkflowHash.Compute(w), w.Name, w.Version, WorkflowWriter.ToJson(w)));
}
