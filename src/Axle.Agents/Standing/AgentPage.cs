using Axle.Agents.Definition;
using Axle.Workflows.Resilience.Bulkheads;

namespace Axle.Agents.Standing;

/// <summary>What the book knows of one agent.</summary>
internal sealed class AgentPage
{
    private readonly Lock _gate = new();
    private readonly AgentLimits _limits;
    private readonly Bulkhead? _places;
    private AgentHealth _health;
    private int _working;
    private int _waiting;

    public AgentPage(AgentDefinition agent, AgentHealth health, TimeProvider time)
    {
        (Id, _limits, _health) = (agent.Key, agent.Limits, health);
        if (_limits.Concurrency is { } size)
            _places = new Bulkhead($"agent:{Id}", new BulkheadOptions { Size = size }.Checked(), time);
    }

    public string Id { get; }

    public AgentStanding Standing(DateTimeOffset now)
    {
        lock (_gate)
        {
            return new AgentStanding
            {
                Health = _health,
                Working = _working,
                Waiting = _waiting,
                Places = _limits.Concurrency,
                IsOut = now < _health.OutUntil || (_health.IsOnTrial && _working > 0),
            };
        }
    }

    /// <summary>Takes over what another process wrote down, unless something happened here already.</summary>
    public void Recall(AgentHealth health)
    {
        lock (_gate)
        {
            if (_health == new AgentHealth())
                _health = health;
        }
    }

    public async ValueTask<BulkheadLease?> EnterAsync(string who, int priority, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_working >= _limits.Concurrency && _waiting >= _limits.Waiting)
                throw TooMany();
            _waiting++;
        }

        var isIn = false;
        try
        {
            var lease = _places is null ? null : await _places.AcquireAsync(who, priority, cancellationToken);
            isIn = true;
            return lease;
        }
        finally
        {
            lock (_gate)
            {
                _waiting--;
                _working += isIn ? 1 : 0;
            }
        }
    }

    public void Leave()
    {
        lock (_gate)
            _working--;
    }

    /// <summary>Changes the health; tells whether others should hear of it.</summary>
    public bool Change(Func<AgentHealth, AgentHealth> change, out AgentHealth changed)
    {
        lock (_gate)
        {
            var before = _health;
            changed = _health = change(before);
            return before.Breaks != changed.Breaks;
        }
    }

    private AxleException TooMany() => new(new AxleError(
        ErrorKind.Overloaded,
        $"Agent '{Id}' does {_limits.Concurrency} pieces of work at the same time, and {_limits.Waiting} wait already. Come again later, or raise 'limits' in its file.",
        _health.Took > TimeSpan.FromSeconds(1) ? _health.Took : TimeSpan.FromSeconds(1)));
}
