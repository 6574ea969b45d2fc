using System.Globalization;

namespace Axle.Chaos.Faults;

/// <summary>Something that fails.</summary>
/// <param name="At">When, counted from the start.</param>
/// <param name="Kind">What.</param>
/// <param name="Node">Which node it is about, by its place in the list; the next one that lives when it is not up.</param>
/// <param name="Length">How long it lasts.</param>
internal sealed record Fault(TimeSpan At, FaultKind Kind, int Node, TimeSpan Length)
{
    private const int Nodes = 6;

    private static readonly FaultKind[] Others = [.. Enum.GetValues<FaultKind>().Where(static k => k != FaultKind.Kill)];

    /// <summary>All that fails, decided by the seed alone: kills, and beside them all other kinds in turn, each before any comes again.</summary>
    public static IReadOnlyList<Fault> Plan(ChaosOptions options)
    {
        var (kills, others) = (new Random(options.Seed), new Random(options.Seed ^ 0x5eed));
        var faults = new List<Fault>();
        for (var at = options.KillEvery; at < options.Length; at += options.KillEvery)
            faults.Add(new Fault(at, FaultKind.Kill, kills.Next(Nodes), TimeSpan.Zero));
        var bag = new Queue<FaultKind>();
        for (var at = options.FaultEvery / 2; at + TimeSpan.FromSeconds(1) < options.Length; at += options.FaultEvery)
        {
            if (bag.Count == 0)
                bag = new Queue<FaultKind>(Shuffled(others));
            faults.Add(new Fault(at, bag.Dequeue(), others.Next(Nodes), TimeSpan.FromSeconds(2 + (others.NextDouble() * 8))));
        }

        return [.. faults.OrderBy(static f => f.At)];
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds,7:0.0} s  {Kind}");

    private static FaultKind[] Shuffled(Random random)
    {
        var kinds = (FaultKind[])Others.Clone();
        random.Shuffle(kinds);
        return kinds;
    }
}
