using Axle.Workflows.Ports;

namespace Axle.Workflows.InMemory;

/// <summary>A piece of work that waits: a node of the list of all, by age.</summary>
internal sealed class WaitingWork
{
    /// <summary>The end of a list, which is also its beginning.</summary>
    public WaitingWork()
    {
        Next = this;
        Previous = this;
    }

    public WaitingWork(StepWork work, int level, long arrival)
        : this()
    {
        Work = work;
        Level = level;
        Arrival = arrival;
    }

    public StepWork? Work { get; }

    public int Level { get; }

    public long Arrival { get; }

    public WaitingWork Next { get; private set; }

    public WaitingWork Previous { get; private set; }

    /// <summary>Whether it was taken, and only its place in a heap is left.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Earlier is sooner: the longer chain of steps first, then the one that came first.</summary>
    public (double Path, long Arrival) Rank => (-Work!.Context.CriticalPath, Arrival);

    public void InsertBefore(WaitingWork other)
    {
        (Previous, Next) = (other.Previous, other);
        Previous.Next = this;
        other.Previous = this;
    }

    public void Remove()
    {
        Previous.Next = Next;
        Next.Previous = Previous;
    }
}
