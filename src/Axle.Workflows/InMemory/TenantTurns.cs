using Axle.Workflows.Ports;

namespace Axle.Workflows.InMemory;

/// <summary>Work of one priority: tenants take turns.</summary>
/// <param name="level">The priority's number.</param>
internal sealed class TenantTurns(int level)
{
    /// <summary>So many tenants are remembered while they have no work; it is cheaper than making them anew.</summary>
    private const int Remembered = 16;

    private readonly Dictionary<string, TenantLines> _tenants = new(StringComparer.Ordinal);
    private readonly LinkedList<TenantLines> _turns = new();

    public bool IsEmpty => _turns.Count == 0;

    public WorkLine Add(StepWork work, long arrival)
    {
        var name = work.Context.Attributes.GetValueOrDefault("tenant") ?? "";
        if (!_tenants.TryGetValue(name, out var tenant))
            _tenants.Add(name, tenant = new TenantLines(name, level));
        var waits = !tenant.IsEmpty;
        var line = tenant.Add(work, arrival);
        if (!waits)
            _turns.AddLast(tenant.Turn ??= new LinkedListNode<TenantLines>(tenant));
        return line;
    }

    /// <summary>Takes the most urgent work of the tenant whose turn it is.</summary>
    public StepWork Take()
    {
        var turn = _turns.First!;
        var work = turn.Value.Take();
        _turns.Remove(turn);
        if (!turn.Value.IsEmpty)
            _turns.AddLast(turn);
        else
            Forget(turn.Value);
        return work;
    }

    /// <summary>Takes the first work of this line, which costs its tenant no turn.</summary>
    public StepWork Take(WorkLine line)
    {
        var work = line.Tenant.Take(line);
        if (line.Tenant.IsEmpty)
        {
            _turns.Remove(line.Tenant.Turn!);
            Forget(line.Tenant);
        }

        return work;
    }

    private void Forget(TenantLines tenant)
    {
        if (_tenants.Count > Remembered)
            _tenants.Remove(tenant.Name);
    }
}
