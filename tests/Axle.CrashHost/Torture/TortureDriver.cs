using System.Diagnostics;

namespace Axle.CrashHost.Torture;

/// <summary>Starts workers and kills them at random moments, lets the last one finish, and looks at what is left.</summary>
/// <param name="files">Where everything lies.</param>
/// <param name="cases">What is tortured.</param>
/// <param name="hosts">Workers at the same time on one database.</param>
/// <param name="seed">Decides the moments.</param>
internal sealed class TortureDriver(TortureFiles files, IReadOnlyList<TortureCase> cases, int hosts, int seed)
{
    private int _kills;

    /// <summary>Kills so often, then checks.</summary>
    /// <param name="goesOn">Whether there is to be another kill; gets how many were begun.</param>
    /// <param name="cancellationToken">Stops it; whatever runs is killed.</param>
    public async Task<TortureVerdict> RunAsync(Func<int, bool> goesOn, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, hosts).Select(host => KillAsync(goesOn, new Random(seed + host), cancellationToken)));
        using var last = Start("finish");
        try
        {
            await ReadAsync(last, int.MaxValue, cancellationToken);
            await last.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            last.Kill();
        }

        return last.ExitCode == 0
            ? await new TortureCheck(files).RunAsync(_kills, cancellationToken)
            : new TortureVerdict(_kills, 0, 0, 0, [$"The worker that was to finish ended with {last.ExitCode}: {await last.StandardError.ReadToEndAsync(cancellationToken)}"]);
    }

    private async Task KillAsync(Func<int, bool> goesOn, Random random, CancellationToken cancellationToken)
    {
        while (goesOn(Interlocked.Increment(ref _kills) - 1))
            await KillOnceAsync(random, cancellationToken);
        Interlocked.Decrement(ref _kills);
    }

    /// <summary>After some lines that the worker says, or after some time, which may be before it has said anything.</summary>
    private async Task KillOnceAsync(Random random, CancellationToken cancellationToken)
    {
        using var worker = Start("work");
        var lines = ReadAsync(worker, random.Next(1, 200), cancellationToken);
        try
        {
            if (random.Next(4) > 0)
                await lines;
            else
                await Task.WhenAny(lines, Task.Delay(TimeSpan.FromMilliseconds(random.Next(10, 500)), TimeProvider.System, cancellationToken));
        }
        finally
        {
            worker.Kill();
        }

        await worker.WaitForExitAsync(cancellationToken);
        await lines;
        // 137 is the kill. A worker that ended otherwise has failed, and says why.
        if (worker.ExitCode != 137)
            throw new InvalidOperationException($"A worker ended by itself with {worker.ExitCode}: {await worker.StandardError.ReadToEndAsync(cancellationToken)}");
    }

    private Process Start(string verb)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(TortureDriver).Assembly.Location, "torture", verb, files.Folder, string.Join(',', cases.Select(static c => c.Name))])
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("The worker does not start.");
    }

    private static async Task ReadAsync(Process worker, int lines, CancellationToken cancellationToken)
    {
        while (lines-- > 0 && await worker.StandardOutput.ReadLineAsync(cancellationToken) is not null)
        {
            // What it says matters only as a clock.
        }
    }
}
