using System.Diagnostics;

namespace Axle.Bench.Measuring;

/// <summary>So many callers that each begin again as soon as they are done.</summary>
internal static class ClosedLoop
{
    /// <summary>Repeats until the time is over, and ends what it has begun.</summary>
    public static Task<Load> RunAsync(int callers, TimeSpan length, Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        return RunAsync(callers, _ => Stopwatch.GetElapsedTime(start) < length, _ => action());
    }

    /// <summary>Repeats a number of times, over all callers.</summary>
    /// <param name="callers">Callers.</param>
    /// <param name="times">How often, over all of them.</param>
    /// <param name="action">What is done; gets the number of the repetition, from 0.</param>
    public static Task<Load> RunAsync(int callers, int times, Func<int, Task> action) => RunAsync(callers, i => i < times, action);

    private static async Task<Load> RunAsync(int callers, Func<int, bool> goesOn, Func<int, Task> action)
    {
        var next = -1;
        // What earlier repetitions left behind is not to be collected in this one.
        GC.Collect();
        var cpu = CpuMeter.Start();
        var allocated = GC.GetTotalAllocatedBytes();
        var start = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (Interlocked.Increment(ref next) is var number && goesOn(number))
            {
                var begun = Stopwatch.GetTimestamp();
                await action(number);
                mine.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            return mine;
        })));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Load([.. latencies.SelectMany(static l => l)], seconds, GC.GetTotalAllocatedBytes() - allocated, cpu.Stop());
    }
}
