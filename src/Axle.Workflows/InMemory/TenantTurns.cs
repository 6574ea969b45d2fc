namespace Axle.Workflows.InMemory;

/// <summary>Work of one priority: tenants take turns, and each gives its most urgent piece.</summary>
internal sealed class TenantTurns
{
    /// <summary>So many tenants are remembered while they have no work; it is cheaper than making them anew.</summary>
    private const int Remembered = 16;

    private readonly Dictionary<string, Tenant> _tenants = new(StringComparer.Ordinal);
    private readonly LinkedList<Tenant> _turns = new();

    public bool IsEmpty => _turns.Count == 0;

    public void Add(WaitingWork entry)
    {
        var name = NameOf(entry);
        if (!_tenants.TryGetValue(name, out var tenant))
            _tenants.Add(name, tenant = new Tenant());
        tenant.Heap.Enqueue(entry, entry.Rank);
        if (tenant.Count++ == 0)
            _turns.AddLast(tenant.Turn);
    }

    /// <summary>Takes the most urgent piece of the tenant whose turn it is.</summary>
    public WaitingWork Take()
    {
        var turn = _turns.First!;
        var tenant = turn.Value;
        WaitingWork entry;
        do
            entry = tenant.Heap.Dequeue();
        while (entry.IsTaken);
        entry.IsTaken = true;
        _turns.Remove(turn);
        if (--tenant.Count > 0)
            _turns.AddLast(turn);
        else
            Rest(tenant, entry);
        return entry;
    }

    /// <summary>Takes this piece, which costs its tenant no turn.</summary>
    public void Take(WaitingWork entry)
    {
        entry.IsTaken = true;
        var tenant = _tenants[NameOf(entry)];
        if (--tenant.Count == 0)
        {
            _turns.Remove(tenant.Turn);
            Rest(tenant, entry);
        }
        else if (tenant.Heap.Count > (2 * tenant.Count) + 32)
        {
            tenant.Compact();
        }
    }

    private void Rest(Tenant tenant, WaitingWork last)
    {
        tenant.Heap.Clear();
        if (_tenants.Count > Remembered)
            _tenants.Remove(NameOf(last));
    }

    private static string NameOf(WaitingWork entry) => entry.Work!.Context.Attributes.GetValueOrDefault("tenant") ?? "";

    private sealed class Tenant
    {
        public Tenant() => Turn = new LinkedListNode<Tenant>(this);

        public LinkedListNode<Tenant> Turn { get; }

        public PriorityQueue<WaitingWork, (double Path, long Arrival)> Heap { get; private set; } = new();

        /// <summary>Pieces that wait; the heap may hold some more that were taken by age.</summary>
        public int Count { get; set; }

        public void Compact() => Heap = new(Heap.UnorderedItems.Where(static i => !i.Element.IsTaken).ToArray());
    }
}
