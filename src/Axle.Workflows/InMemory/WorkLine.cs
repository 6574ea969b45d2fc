using Axle.Workflows.Ports;

namespace Axle.Workflows.InMemory;

/// <summary>Work of one priority, tenant and length of chain: first come, first served.</summary>
/// <param name="tenant">Whose line it is.</param>
internal sealed class WorkLine(TenantLines tenant)
{
    private readonly Queue<(StepWork Work, long Arrival)> _works = new();

    public TenantLines Tenant => tenant;

    public bool IsEmpty => _works.Count == 0;

    /// <summary>Whether what came then is the first that waits here.</summary>
    public bool IsFirst(long arrival) => _works.TryPeek(out var first) && first.Arrival == arrival;

    public void Add(StepWork work, long arrival) => _works.Enqueue((work, arrival));

    public StepWork Take() => _works.Dequeue().Work;
}
