using Axle.Workflows.Ports;

namespace Axle.Capacity;

/// <summary>
/// What a transaction of a writer takes: a part for itself, and a part for each decision in it; fitted by least squares to hours of different load. When the
/// hours do not tell the two apart, fuller transactions count as no cheaper than those that there were.
/// </summary>
/// <param name="PerCommit">Seconds of a transaction, whatever is in it.</param>
/// <param name="PerDecision">Seconds of a decision in it.</param>
internal readonly record struct WriterCost(double PerCommit, double PerDecision)
{
    /// <summary>Decisions in the fullest transaction that is counted on; so many fit by far.</summary>
    public const int FullCommit = 100;

    /// <summary>The sine squared of the angle between commits and decisions, below which they rise and fall together.</summary>
    private const double LeastDifference = 0.001;

    /// <summary>Decisions a second that one writer can write when its transactions are full.</summary>
    public double MostPerSecond => 1 / (PerDecision + (PerCommit / FullCommit));

    /// <summary>Fits it to what was measured; null when nothing was written.</summary>
    public static WriterCost? Of(IReadOnlyList<DatabaseHour> hours)
    {
        double commits2 = 0, both = 0, decisions2 = 0, busyCommits = 0, busyDecisions = 0, busy = 0, decisions = 0;
        foreach (var hour in hours)
        {
            var (c, d, b) = ((double)hour.Commits, (double)hour.Decisions, hour.Busy.TotalSeconds);
            (commits2, both, decisions2) = (commits2 + (c * c), both + (c * d), decisions2 + (d * d));
            (busyCommits, busyDecisions) = (busyCommits + (b * c), busyDecisions + (b * d));
            (busy, decisions) = (busy + b, decisions + d);
        }

        if (decisions == 0 || busy == 0)
            return null;
        var determinant = (commits2 * decisions2) - (both * both);
        if (determinant > LeastDifference * commits2 * decisions2)
        {
            var cost = new WriterCost(
                ((busyCommits * decisions2) - (busyDecisions * both)) / determinant, ((busyDecisions * commits2) - (busyCommits * both)) / determinant);
            if (cost is { PerCommit: >= 0, PerDecision: > 0 })
                return cost;
        }

        return new WriterCost(0, busy / decisions);
    }
}
