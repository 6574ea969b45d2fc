namespace Axle.Models.Health;

/// <summary>Where a breaker stands. Names are shown and sent: the list may grow, never change.</summary>
public enum CircuitPosition
{
    /// <summary>Calls go through.</summary>
    Closed = 0,

    /// <summary>No call goes through until its time is over.</summary>
    Open,

    /// <summary>One call at a time goes through, to see whether the provider is back.</summary>
    HalfOpen,
}
