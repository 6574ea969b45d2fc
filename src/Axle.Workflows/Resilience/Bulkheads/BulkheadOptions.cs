namespace Axle.Workflows.Resilience.Bulkheads;

/// <summary>How much a pool holds.</summary>
public sealed record BulkheadOptions
{
    /// <summary>The settings that hold when none are given.</summary>
    public static BulkheadOptions Default { get; } = new();

    /// <summary>Attempts that run at the same time, in all processes that share a store for it together: 1 to 10,000; 10 by default.</summary>
    public int Size { get; init; } = 10;

    /// <summary>The same settings, when each is in its range.</summary>
    /// <exception cref="AxleException">Validation: names the setting that is not.</exception>
    public BulkheadOptions Checked() => Size is >= 1 and <= 10_000
        ? this
        : throw new AxleException(ErrorKind.Validation, $"A bulkhead holds 1 to 10,000 attempts at the same time, not {Size}.");
}
