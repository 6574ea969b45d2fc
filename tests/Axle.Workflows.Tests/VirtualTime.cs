using Axle.Testing.Simulation;

namespace Axle.Workflows.Tests;

/// <summary>Asynchronous code on virtual time: waits take no time at all, and what could run at once runs in order of arrival.</summary>
internal sealed class VirtualTime
{
    private const long MaxSteps = 10_000_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);
    private readonly SimulationScheduler _scheduler;
    private readonly SimulatedProcess _process;

    public VirtualTime(Random? random = null)
    {
        _scheduler = new SimulationScheduler(random);
        _process = NewProcess("test");
    }

    public DateTimeOffset Now => _scheduler.Clock.Now;

    public TimeProvider Clock => _process.Time;

    public SimulatedProcess NewProcess(string name) => _scheduler.NewProcess(name);

    /// <summary>Does something, letting time pass as it must.</summary>
    public T Do<T>(Func<Task<T>> action)
    {
        Task<T>? task = null;
        _process.Post(_ => task = action(), null);
        _scheduler.RunUntil(() => task?.IsCompleted == true, MaxSteps);
        return task!.GetAwaiter().GetResult();
    }

    public void Do(Func<Task> action) => Do(async () =>
    {
        await action();
        return true;
    });

    /// <summary>Lets time pass, and everything happen that is due meanwhile.</summary>
    public void Pass(TimeSpan time) => Do(async () =>
    {
        // Timers take no more than 49 days at once.
        var end = Now + time;
        while (Now < end)
            await Task.Delay(end - Now < LongestWait ? end - Now : LongestWait, Clock);
    });

    /// <summary>Lets everything happen that can happen now.</summary>
    public void Settle() => Pass(TimeSpan.FromMilliseconds(1));

    /// <summary>Cancels here and now: CancelAsync would leave the simulation's thread.</summary>
    public static void Cancel(CancellationTokenSource cancellation) => cancellation.Cancel();

    /// <summary>Waits for a task that fails, without leaving the simulation's thread.</summary>
    public static async Task<Exception?> FailureOf(Task task)
    {
        try
        {
            await task;
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
