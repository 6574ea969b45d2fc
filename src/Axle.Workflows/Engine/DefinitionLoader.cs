using System.Collections.Concurrent;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Engine;

/// <summary>Reads stored definitions back, and keeps what it read: many runs share a definition.</summary>
public sealed class DefinitionLoader : IDefinitionLoader
{
    private const int MostKept = 1000;
    private readonly ConcurrentDictionary<string, Workflow> _byHash = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Workflow Load(StoredDefinition stored)
    {
        if (_byHash.TryGetValue(stored.Hash, out var known))
            return known;
        var reading = WorkflowReader.Read(stored.Json, $"{stored.Name}@{stored.Hash[..12]}.json", new WorkflowReaderOptions { AllowNotExecutable = true });
        if (reading.Workflow is not { } workflow)
            throw new AxleException(ErrorKind.Internal, $"The stored definition of '{stored.Name}' cannot be read by this version: {reading.Faults[0]}");
        if (_byHash.Count >= MostKept)
            _byHash.Clear();
        return _byHash.GetOrAdd(stored.Hash, workflow);
    }

    /// <inheritdoc/>
    public Workflow? Known(string hash) => _byHash.GetValueOrDefault(hash);
}
