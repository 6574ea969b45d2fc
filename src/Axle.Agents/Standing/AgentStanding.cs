namespace Axle.Agents.Standing;

/// <summary>How an agent stands at one moment.</summary>
public readonly record struct AgentStanding()
{
    /// <summary>How it has been doing.</summary>
    public AgentHealth Health { get; init; } = new();

    /// <summary>Pieces of work that it does now, in this process.</summary>
    public int Working { get; init; }

    /// <summary>Pieces of work that wait for a place.</summary>
    public int Waiting { get; init; }

    /// <summary>How many it may do at the same time; null for no limit.</summary>
    public int? Places { get; init; }

    /// <summary>Whether it should be asked only when everybody else is out, too: it failed, or it is on trial and the trial is under way.</summary>
    public bool IsOut { get; init; }

    /// <summary>Whether work would have to wait.</summary>
    public bool IsFull => Places is { } places && Working >= places;

    /// <summary>Work in hand and waiting as a share of its places; one that has no limit counts as if it had 64.</summary>
    public double Load => (Working + Waiting) / (double)(Places ?? 64);
}
