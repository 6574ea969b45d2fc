using System.Diagnostics;
using System.Globalization;

namespace Axle.CrashHost.Torture;

/// <summary>
/// The program as <c>bench/torture</c> and the workers use it: <c>torture FOLDER MINUTES [CASES]</c>, <c>torture work|finish FOLDER CASES</c>.
/// </summary>
internal static class TortureCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["work" or "finish", var folder, var names])
        {
            await using var worker = new TortureWorker(new TortureFiles(folder), Named(names));
            await worker.RunAsync(finish: arguments[0] == "finish");
            return 0;
        }

        var length = TimeSpan.FromMinutes(double.Parse(arguments[1], CultureInfo.InvariantCulture));
        var seed = Environment.TickCount;
        Console.Out.WriteLine($"Torture of {length.TotalMinutes} minutes in {arguments[0]}, seed {seed}");
        var driver = new TortureDriver(new TortureFiles(arguments[0]), Named(arguments.ElementAtOrDefault(2)), seed);
        var start = Stopwatch.GetTimestamp();
        var verdict = await driver.RunAsync(_ => Stopwatch.GetElapsedTime(start) < length, CancellationToken.None);
        Console.Out.WriteLine(verdict);
        return verdict.Faults.Count == 0 ? 0 : 1;
    }

    private static IReadOnlyList<TortureCase> Named(string? names) =>
        names is null ? TortureCases.All : [.. names.Split(',').Select(static n => TortureCases.All.Single(c => c.Name == n))];
}
