namespace Axle.Workflows.Runs;

/// <summary>How far the lists of steps inside a step have come: its items, rounds, branches.</summary>
/// <param name="Opened">Lists that have begun, those that ended included.</param>
/// <param name="Open">Lists whose steps have not all ended.</param>
/// <param name="Failed">Items that failed.</param>
/// <param name="Total">Items, or batches of items, there are in all; null where the number is not known before.</param>
public sealed record InnerProgress(int Opened, int Open, int Failed, int? Total)
{
    /// <summary>Lists whose steps have all ended.</summary>
    public int Ended => Opened - Open;
}
