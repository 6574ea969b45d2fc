using System.Diagnostics;
using System.Globalization;

namespace Axle.Bench.Measuring;

/// <summary>
/// What the processors did meanwhile: for this process and its children that have ended, and for others. A repetition with much foreign
/// work is not to be trusted for throughput. Linux only; elsewhere the figures are NaN.
/// </summary>
internal sealed class CpuMeter
{
    /// <summary>USER_HZ, the unit of /proc: 100 on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly (double Own, double Busy, double Stolen) _before = Read();

    public static CpuMeter Start() => new();

    /// <summary>Seconds of one core since the start.</summary>
    public Figures Stop()
    {
        var after = Read();
        var own = after.Own - _before.Own;
        return new Figures
        {
            ["seconds"] = Stopwatch.GetElapsedTime(_start).TotalSeconds,
            ["ownCpuSeconds"] = own,
            ["foreignCpuSeconds"] = Math.Max(0, after.Busy - _before.Busy - own),
            ["stolenCpuSeconds"] = after.Stolen - _before.Stolen,
        };
    }

    private static (double Own, double Busy, double Stolen) Read()
    {
        if (!OperatingSystem.IsLinux())
            return (double.NaN, double.NaN, double.NaN);
        // cpu user nice system idle iowait irq softirq steal: proc_stat(5).
        var machine = Numbers(File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]);
        // utime, stime, cutime and cstime are the fields 14 to 17; the name, field 2, may hold blanks.
        var process = File.ReadAllText("/proc/self/stat");
        var own = Numbers(process[(process.LastIndexOf(')') + 2)..].Split(' ')[11..15]);
        return (own.Sum(), machine[0] + machine[1] + machine[2] + machine[5] + machine[6], machine[7]);
    }

    private static double[] Numbers(string[] words) => [.. words.Select(static w => double.Parse(w, CultureInfo.InvariantCulture) / TicksPerSecond)];
}
