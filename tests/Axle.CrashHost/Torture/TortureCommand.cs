using System.Diagnostics;
using System.Globalization;

namespace Axle.CrashHost.Torture;

/// <summary>
/// The program as <c>bench/torture</c> uses it: <c>torture FOLDER MINUTES HOSTS [CASES]</c>; as its workers are started:
/// <c>torture work|finish FOLDER CASES</c>; and to look again at what a torture left: <c>torture check FOLDER</c>.
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

        if (arguments is ["check", var left])
            return Tell(await new TortureCheck(new TortureFiles(left)).RunAsync(0, CancellationToken.None));
        var length = TimeSpan.FromMinutes(double.Parse(arguments[1], CultureInfo.InvariantCulture));
        var hosts = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        var seed = Environment.TickCount;
        Console.Out.WriteLine($"Torture of {length.TotalMinutes} minutes, {hosts} processes at once, in {arguments[0]}, seed {seed}");
        var driver = new TortureDriver(new TortureFiles(arguments[0]), Named(arguments.ElementAtOrDefault(3)), hosts, seed);
        var start = Stopwatch.GetTimestamp();
        return Tell(await driver.RunAsync(_ => Stopwatch.GetElapsedTime(start) < length, CancellationToken.None));
    }

    private static int Tell(TortureVerdict verdict)
    {
        Console.Out.WriteLine(verdict);
        return verdict.Faults.Count == 0 ? 0 : 1;
    }

    private static IReadOnlyList<TortureCase> Named(string? names) =>
        names is null ? TortureCases.All : [.. names.Split(',').Select(static n => TortureCases.All.Single(c => c.Name == n))];
}
