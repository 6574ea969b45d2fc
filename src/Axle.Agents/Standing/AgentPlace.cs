using Axle.Workflows.Resilience.Bulkheads;

namespace Axle.Agents.Standing;

/// <summary>A place that a piece of work has taken at an agent. When nobody says how the work ended, it is freed and counts for nothing.</summary>
public sealed class AgentPlace : IDisposable
{
    private readonly AgentPage _page;
    private readonly BulkheadLease? _lease;
    private readonly TimeProvider _time;
    private readonly AgentHealthShelf? _shelf;
    private readonly long _began;
    private int _isOver;

    internal AgentPlace(AgentPage page, BulkheadLease? lease, TimeProvider time, AgentHealthShelf? shelf)
    {
        (_page, _lease, _time, _shelf) = (page, lease, time, shelf);
        _began = time.GetTimestamp();
    }

    /// <summary>The work was done.</summary>
    public ValueTask SucceedAsync()
    {
        var took = _time.GetElapsedTime(_began);
        return EndAsync(health => health.Succeed(took));
    }

    /// <summary>The work failed.</summary>
    public ValueTask FailAsync(ErrorKind kind)
    {
        var now = _time.GetUtcNow();
        return EndAsync(health => health.Fail(kind, now));
    }

    /// <summary>Frees the place.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            return;
        _page.Leave();
        _lease?.Dispose();
    }

    private async ValueTask EndAsync(Func<AgentHealth, AgentHealth> change)
    {
        Dispose();
        if (!_page.Change(change, out var health) || _shelf is null)
            return;
        try
        {
            await _shelf.KeepAsync(_page.Id, health, CancellationToken.None);
        }
        catch (Exception)
        {
            // Advice for other processes: the work is what it is without it, and is not done twice for it.
        }
    }
}
