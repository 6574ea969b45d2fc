using System.Collections.Immutable;

namespace Axle.Agents.Definition.Reading;

/// <summary>Collects the faults of one file; stops counting at a hundred, which no one reads to the end.</summary>
/// <param name="file">How messages name the file.</param>
/// <param name="checksSchemas">Whether faults inside JSON schemas are looked for; costs more than the rest of the reading.</param>
internal sealed class FaultList(string file, bool checksSchemas = true)
{
    private const int MaxFaults = 100;
    private readonly List<AgentFault> _faults = [];

    public bool ChecksSchemas => checksSchemas;

    public void Add(int line, int column, string message)
    {
        if (_faults.Count < MaxFaults)
            _faults.Add(new AgentFault(file, line, column, message));
    }

    public ImmutableArray<AgentFault> ToArray() => [.. _faults.OrderBy(static fault => fault.Line).ThenBy(static fault => fault.Column)];
}
