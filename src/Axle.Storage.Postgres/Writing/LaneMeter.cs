namespace Axle.Storage.Postgres.Writing;

/// <summary>Counts what a writer did since it was told last.</summary>
internal sealed class LaneMeter
{
    private readonly Lock _gate = new();
    private LaneWork _work;

    /// <summary>A transaction was committed.</summary>
    public void Add(int decisions, TimeSpan took)
    {
        lock (_gate)
            _work = _work.And(new LaneWork(1, decisions, took));
    }

    /// <summary>What was done, once.</summary>
    public LaneWork Take()
    {
        lock (_gate)
        {
            var work = _work;
            _work = default;
            return work;
        }
    }
}

/// <summary>What writers did.</summary>
/// <param name="Commits">Transactions.</param>
/// <param name="Decisions">Decisions in them.</param>
/// <param name="Busy">How long these took, added up.</param>
internal readonly record struct LaneWork(long Commits, long Decisions, TimeSpan Busy)
{
    public LaneWork And(LaneWork other) => new(Commits + other.Commits, Decisions + other.Decisions, Busy + other.Busy);
}
