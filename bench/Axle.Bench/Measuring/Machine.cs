using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Axle.Bench.Measuring;

/// <summary>Where the figures come from: without it they say nothing.</summary>
internal static class Machine
{
    public static string InWords => $"{Environment.ProcessorCount} cores, {Processor()}, .NET {Environment.Version}";

    public static JsonObject ToJson() => new()
    {
        ["cores"] = Environment.ProcessorCount,
        ["processor"] = Processor(),
        ["memoryGb"] = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024), 1),
        ["system"] = RuntimeInformation.OSDescription,
        ["runtime"] = Environment.Version.ToString(),
        ["sqlite"] = Floor.RawDatabase.LibraryVersion,
        ["loadAverage"] = LoadAverage(),
    };

    private static string Processor() =>
        ReadLines("/proc/cpuinfo").FirstOrDefault(static l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>Processes that wanted to run in the last minute; null where the system does not say.</summary>
    private static double? LoadAverage() =>
        ReadLines("/proc/loadavg").FirstOrDefault() is { } line ? double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture) : null;

    private static string[] ReadLines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}
