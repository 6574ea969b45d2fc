using System.Collections.Immutable;

namespace Axle.Agents.Definition.Reading;

/// <summary>Collects the faults of one file; stops counting at a hundred, which no one reads to the end.</summary>
internal sealed class FaultList(string file)
{
    private const int MaxFaults = 100;
    private readonly List<AgentFault> _faults = [];

    public void Add(int line, int column, string message)
    {
        if (_faults.Count < MaxFaults)
            _faults.Add(new AgentFault(file, line, column, message));
    }

    public ImmutableArray<AgentFault> ToArray() => [.. _faults.OrderBy(static fault => fault.Line).ThenBy(static fault => fault.Column)];
}
