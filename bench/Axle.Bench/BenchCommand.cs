using System.Globalization;
using System.Text;
using Axle.Bench.Measuring;
using Axle.Bench.Workloads;

namespace Axle.Bench;

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchCommand(IReadOnlyList<IBenchmark> Benchmarks, BenchSettings Settings, bool IsJson, string? Save, bool IsHelp)
{
    /// <summary>Reads the command line; null when it cannot be understood.</summary>
    public static BenchCommand? Read(string[] arguments, IReadOnlyList<IBenchmark> benchmarks)
    {
        var chosen = new List<IBenchmark>();
        var (settings, json, save, help) = (BenchSettings.Default, false, (string?)null, false);
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--json":
                    json = true;
                    break;
                case "--save" when ++i < arguments.Length:
                    save = arguments[i];
                    break;
                case "--database" when ++i < arguments.Length:
                    settings = settings with { Database = Path.GetFullPath(arguments[i]) };
                    break;
                case "--quick":
                    settings = BenchSettings.Quick with { Database = settings.Database };
                    break;
                case "-h" or "--help":
                    help = true;
                    break;
                case "--seconds" when Number(arguments, ++i) is { } seconds:
                    settings = settings with { Length = TimeSpan.FromSeconds(seconds) };
                    break;
                case "--repetitions" when Number(arguments, ++i) is { } repetitions:
                    settings = settings with { Repetitions = repetitions };
                    break;
                default:
                    if (i >= arguments.Length || benchmarks.FirstOrDefault(b => b.Name == arguments[i]) is not { } benchmark)
                        return null;
                    chosen.Add(benchmark);
                    break;
            }
        }

        return chosen.Count > 0 || help ? new BenchCommand(chosen, settings, json, save, help) : null;
    }

    public static string Usage(IReadOnlyList<IBenchmark> benchmarks)
    {
        var text = new StringBuilder("usage: bench/run NAME... [--json] [--save FILE] [--quick] [--seconds N] [--repetitions N] [--database DIR]\n\n");
        foreach (var benchmark in benchmarks)
            text.Append(CultureInfo.InvariantCulture, $"  {benchmark.Name,-16} {benchmark.Purpose}\n");
        return text.Append("""

            --json           one JSON object a benchmark, on a line of its own
            --save FILE      adds the same JSON to a file, whatever is printed
            --quick          3 seconds a repetition: to see whether a change went the right way
            --seconds N      about how long a repetition lasts (default 20, as the peers are measured)
            --repetitions N  repetitions after the warm-up; figures are their medians (default 3)
            --database DIR   cluster-queries keeps its PostgreSQL there, and fills it the first time only

            AXLE_BENCH_FOLDER names a folder on the disk that is to be measured (default: that of temporary files).

            examples:
              bench/run w1 --json
              bench/run w1 w2 w3 --quick
              bench/run w1 --json | jq '{stepsPerSecond, ratioToFloor, foreignCpuSeconds}'
            """).ToString();
    }

    private static int? Number(string[] arguments, int at) =>
        at < arguments.Length && int.TryParse(arguments[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
