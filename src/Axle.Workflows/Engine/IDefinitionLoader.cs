using Axle.Workflows.Definition;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Engine;

/// <summary>Reads back the definitions that runs are pinned to.</summary>
public interface IDefinitionLoader
{
    /// <summary>The definition.</summary>
    /// <exception cref="AxleException">Internal: the stored text is not a definition that this version reads.</exception>
    Workflow Load(StoredDefinition stored);

    /// <summary>A definition that was read before; null when it has to be loaded.</summary>
    Workflow? Known(string hash) => null;
}
