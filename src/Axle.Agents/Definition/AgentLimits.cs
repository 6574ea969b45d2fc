namespace Axle.Agents.Definition;

/// <summary>How much an agent may take on at once.</summary>
public sealed record AgentLimits
{
    /// <summary>The limits of an agent whose file says nothing: none but the line of those who wait.</summary>
    public static AgentLimits Default { get; } = new();

    /// <summary>Pieces of work at the same time in one process, 1 to 10,000; null for no limit.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Work that may wait for a place, 0 to 100,000 pieces; more is sent away as <see cref="ErrorKind.Overloaded"/>. Default: 100.</summary>
    public int Waiting { get; init; } = 100;

    /// <summary>Tokens that one piece of work may use at language models, in and out together; null for no limit beside the run's.</summary>
    public long? Tokens { get; init; }

    /// <summary>Bytes of memory that its program may have, for agents that are commands of the host; null for no limit.</summary>
    public long? Memory { get; init; }
}
