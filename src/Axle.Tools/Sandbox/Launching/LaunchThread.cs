using System.Collections.Concurrent;
using System.Diagnostics;

namespace Axle.Tools.Sandbox.Launching;

/// <summary>
/// Starts all boxes from one thread that lives as long as the process: a box ends with the thread that started it (Linux <c>PR_SET_PDEATHSIG</c>), and
/// threads of the pool come and go.
/// </summary>
internal static class LaunchThread
{
    private static readonly BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> Waiting = [];
    private static readonly Lazy<Thread> Launcher = new(Begin);

    public static Task<Process> StartAsync(ProcessStartInfo info)
    {
        _ = Launcher.Value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Waiting.Add((info, started));
        return started.Task;
    }

    private static Thread Begin()
    {
        var thread = new Thread(Launch) { IsBackground = true, Name = "Axle sandbox launcher" };
        thread.Start();
        return thread;
    }

    private static void Launch()
    {
        foreach (var (info, started) in Waiting.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        }
    }
}
