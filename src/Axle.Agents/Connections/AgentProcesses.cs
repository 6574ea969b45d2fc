namespace Axle.Agents.Connections;

/// <summary>The processes of an agent that are connected, or expected back. Guarded by the lock of their pool.</summary>
/// <param name="options">The limits that hold now.</param>
/// <param name="time">The clock.</param>
internal sealed class AgentProcesses(Func<ConnectionOptions> options, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, AgentProcess> _processes = new(StringComparer.Ordinal);

    public IReadOnlyCollection<AgentProcess> All => _processes.Values;

    public int Count => _processes.Count;

    public bool Knows(string id) => _processes.ContainsKey(id);

    public bool Has(AgentProcess process) => _processes.GetValueOrDefault(process.Id) == process;

    /// <summary>A process that is known, or that may come until a lease has ended.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="expired">Told when its lease has ended.</param>
    public AgentProcess Expect(string id, Action<AgentProcess> expired)
    {
        if (_processes.TryGetValue(id, out var known))
            return known;
        var process = new AgentProcess(id);
        process.Lease = time.CreateTimer(_ => expired(process), null, options().Lease, Timeout.InfiniteTimeSpan);
        _processes.Add(id, process);
        return process;
    }

    /// <summary>The one with the most room; null when none has any.</summary>
    public AgentProcess? WithPlace() => _processes.Values.Where(static p => p.FreePlaces > 0).MaxBy(static p => p.FreePlaces);

    /// <summary>How they stand.</summary>
    public PoolStanding Standing(int working, int waiting)
    {
        var connected = _processes.Values.Where(static p => p.Link is not null).ToArray();
        return new PoolStanding(
            connected.Length, connected.Length > 0 && connected.All(static p => p.IsDraining), working, waiting,
            connected.Where(static p => !p.IsDraining).Sum(static p => p.Places));
    }

    public void Remove(AgentProcess process)
    {
        process.Lease?.Dispose();
        _processes.Remove(process.Id);
    }

    /// <summary>Ends all connections.</summary>
    public void Close(string why)
    {
        foreach (var process in _processes.Values)
            process.Link?.Close(why);
    }

    public void Dispose()
    {
        foreach (var process in _processes.Values)
            process.Lease?.Dispose();
    }
}
