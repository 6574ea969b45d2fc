using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>Takes work from the queue and has the step handler do it: so many steps at a time, each with its own cancellation.</summary>
/// <param name="queue">Where work comes from.</param>
/// <param name="handler">Does it.</param>
/// <param name="claim">
/// Takes an attempt, with what cancels it, if it still counts and nobody took it before: its run may have been cancelled while it waited
/// in the queue, and a queue may deliver twice.
/// </param>
/// <param name="report">Where results go; tells whether the result counts.</param>
/// <param name="largest">Bytes of JSON that an output may have.</param>
/// <param name="random">Source of jitter.</param>
internal sealed class StepWorker(
    IWorkQueue queue,
    IStepHandler handler,
    Func<StepWork, CancellationTokenSource, bool> claim,
    Func<StepWork, RunCommand, bool> report,
    int largest,
    Random random)
{
    private readonly List<(Task Loop, CancellationTokenSource Leaving)> _loops = [];
    private CancellationToken _stopping;

    /// <summary>Works until cancelled.</summary>
    /// <param name="concurrency">Steps at the same time.</param>
    /// <param name="stopping">Fires when the process stops; attempts in flight are cancelled then and made again after a resume.</param>
    public async Task RunAsync(int concurrency, CancellationToken stopping)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var end = stopping.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), ended);
        _stopping = stopping;
        // On this thread, until they wait.
        var first = Enumerable.Range(0, concurrency).Select(_ => Begin(static loop => loop())).ToArray();
        lock (_loops)
            _loops.AddRange(first);
        await ended.Task;
        Task[] loops;
        lock (_loops)
            loops = [.. _loops.Select(static l => l.Loop)];
        await Task.WhenAll(loops);
    }

    /// <summary>Makes another number of steps at the same time from now on; those in flight end as they would. Once it works.</summary>
    public void Resize(int concurrency)
    {
        lock (_loops)
        {
            foreach (var (_, gone) in _loops.Where(static l => l.Loop.IsCompletedSuccessfully))
                gone.Dispose();
            _loops.RemoveAll(static l => l.Loop.IsCompletedSuccessfully);
            var staying = _loops.Where(static l => !l.Leaving.IsCancellationRequested).ToArray();
            foreach (var (_, leaving) in staying.Skip(concurrency))
                leaving.Cancel();
            // Steps may wait already: they are not made by whoever holds the lock.
            for (var i = staying.Length; i < concurrency; i++)
                _loops.Add(Begin(static loop => Task.Run(loop)));
        }
    }

    /// <summary>Cancels an attempt that no longer counts, if it is being made.</summary>
    public static void Recall(StepWork work)
    {
        try
        {
            work.Cancellation?.Cancel();
        }
        catch (Exception exception) when (exception is AggregateException or ObjectDisposedException)
        {
            // The handler failed while it was told, or has just ended: either way the attempt no longer counts.
        }
    }

    private (Task Loop, CancellationTokenSource Leaving) Begin(Func<Func<Task>, Task> start)
    {
        var leaving = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        return (start(() => LoopAsync(_stopping, leaving.Token)), leaving);
    }

    private async Task LoopAsync(CancellationToken stopping, CancellationToken leaving)
    {
        var cancellation = new CancellationTokenSource();
        try
        {
            await foreach (var work in queue.ReadAsync(leaving))
            {
                if (!await PerformAsync(work, cancellation, stopping) || !cancellation.TryReset())
                {
                    // Not disposed: whoever recalls the attempt may hold it.
                    cancellation = new CancellationTokenSource();
                }
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // Leaving is how this loop ends.
        }
    }

    /// <returns>Whether the cancellation can be used again.</returns>
    private async ValueTask<bool> PerformAsync(StepWork work, CancellationTokenSource cancellation, CancellationToken stopping)
    {
        if (!claim(work, cancellation))
            return false;
        var context = work.Context;
        // Not a linked source: those cannot be used again.
        await using var stop = stopping.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), cancellation);
        try
        {
            if (context.Deadline is not null)
                report(work, new TakeUpStep(context.Path, context.Attempt));
            var result = await handler.ExecuteAsync(context, cancellation.Token);
            if (result.Output.Size > largest)
                PayloadReading.CheckSize(result.Output.Size, $"the output of step '{context.Path}'", largest);
            var decisions = result.Decisions.IsDefault ? context.Notes.Decisions : context.Notes.Decisions.AddRange(result.Decisions);
            // One that does not count was recalled, and whoever recalled it may be about to cancel it.
            return report(
                work, new CompleteStep(context.Path, context.Attempt, result.Output, decisions, result.Usage, random.NextDouble()) { Next = result.Next });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The attempt was recalled: whoever did that has decided what happens to the step.
            return false;
        }
        catch (Exception exception)
        {
            var failed = new FailStep(context.Path, context.Attempt, ErrorOf(exception), random.NextDouble(), AttemptUsage.Of(exception));
            report(work, failed with { Decisions = context.Notes.Decisions });
            return false;
        }
    }

    private static AxleError ErrorOf(Exception exception) => exception switch
    {
        AxleException known => known.Error,
        OperationCanceledException or TimeoutException => new AxleError(ErrorKind.Timeout, exception.Message),
        HttpRequestException or IOException => new AxleError(ErrorKind.Network, exception.Message),
        _ => new AxleError(ErrorKind.Unknown, $"{exception.GetType().Name}: {exception.Message}"),
    };
}
