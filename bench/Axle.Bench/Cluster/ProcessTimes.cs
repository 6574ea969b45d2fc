using System.Globalization;
using Axle.Bench.Measuring;

namespace Axle.Bench.Cluster;

/// <summary>
/// The processor time of what this process has started, by what it is: <c>postgres</c>, <c>broker</c>, and what else is named. Linux only; elsewhere it is 0.
/// </summary>
internal sealed class ProcessTimes
{
    /// <summary>USER_HZ, the unit of /proc: 100 on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    private readonly Dictionary<int, string> _named;
    private readonly Dictionary<int, (string Kind, double Seconds)> _before;

    private ProcessTimes(Dictionary<int, string> named)
    {
        _named = named;
        _before = Read();
    }

    /// <param name="engines">Processes that are told as <c>engine</c>.</param>
    /// <param name="workers">Processes that are told as <c>worker</c>.</param>
    public static ProcessTimes Start(IEnumerable<NodeProcess> engines, IEnumerable<NodeProcess> workers) =>
        new(engines.Select(static e => (e.Id, NodeCommand.Engine)).Concat(workers.Select(static w => (w.Id, NodeCommand.Worker))).ToDictionary());

    /// <summary>Seconds of one core since the start, by kind: <c>…CpuSeconds</c>.</summary>
    public Figures Stop()
    {
        var (after, figures) = (Read(), new Figures());
        foreach (var kind in after.Values.Select(static p => p.Kind).Distinct().Order(StringComparer.Ordinal))
            figures[$"{kind}CpuSeconds"] = 0;
        foreach (var (id, (kind, seconds)) in after)
            figures[$"{kind}CpuSeconds"] += seconds - _before.GetValueOrDefault(id).Seconds;
        return figures;
    }

    private Dictionary<int, (string Kind, double Seconds)> Read()
    {
        var all = new Dictionary<int, (int Parent, string Name, double Seconds)>();
        foreach (var folder in Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc") : [])
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && ReadOne(folder) is { } found)
                all[id] = found;
        }

        var own = new Dictionary<int, (string, double)>();
        foreach (var (id, (_, _, seconds)) in all)
        {
            if (KindOf(id, all) is { } kind)
                own[id] = (kind, seconds);
        }

        return own;
    }

    /// <summary>Null for a process that this one has not started.</summary>
    private string? KindOf(int id, Dictionary<int, (int Parent, string Name, double Seconds)> all)
    {
        string? kind = null;
        for (var at = id; all.TryGetValue(at, out var process); at = process.Parent)
        {
            kind ??= _named.GetValueOrDefault(at) ?? process.Name switch
            {
                "postgres" => "postgres",
                "beam.smp" => "broker",
                _ => null,
            };
            if (process.Parent == Environment.ProcessId)
                return kind;
        }

        return null;
    }

    private static (int Parent, string Name, double Seconds)? ReadOne(string folder)
    {
        try
        {
            // pid (name) state ppid …: utime and stime are the fields 14 and 15. A name may hold blanks.
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var (open, close) = (text.IndexOf('('), text.LastIndexOf(')'));
            var rest = text[(close + 2)..].Split(' ');
            return (Number(rest[1]), text[(open + 1)..close], (Number(rest[11]) + Number(rest[12])) / TicksPerSecond);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
