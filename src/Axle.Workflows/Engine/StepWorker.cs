using System.Collections.Concurrent;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>Takes work from the queue and has the step handler do it: so many steps at a time, each with its own cancellation.</summary>
/// <param name="queue">Where work comes from.</param>
/// <param name="handler">Does it.</param>
/// <param name="isWanted">Whether the attempt still counts: its run may have been cancelled while it waited in the queue.</param>
/// <param name="report">Where results go.</param>
/// <param name="random">Source of jitter.</param>
internal sealed class StepWorker(
    IWorkQueue queue, IStepHandler handler, Func<StepWork, bool> isWanted, Action<StepWork, RunCommand> report, Random random)
{
    // The epoch is part of the key: after a run was lost and claimed again, an attempt of the old claim may still be ending.
    private readonly ConcurrentDictionary<(RunId Run, long Epoch, string Path, int Attempt), CancellationTokenSource> _running = new();

    /// <summary>Works until cancelled.</summary>
    /// <param name="concurrency">Steps at the same time.</param>
    /// <param name="stopping">Fires when the process stops; attempts in flight are cancelled then and made again after a resume.</param>
    public Task RunAsync(int concurrency, CancellationToken stopping) =>
        Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => LoopAsync(stopping)));

    /// <summary>Cancels an attempt that no longer counts.</summary>
    public void Recall(RunId run, long epoch, string path, int attempt)
    {
        if (!_running.TryGetValue((run, epoch, path, attempt), out var cancellation))
            return;
        try
        {
            cancellation.Cancel();
        }
        catch (Exception exception) when (exception is AggregateException or ObjectDisposedException)
        {
            // The handler failed while it was told, or has just ended: either way the attempt no longer counts.
        }
    }

    private async Task LoopAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var work in queue.ReadAsync(stopping))
                await PerformAsync(work, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping is how this loop ends.
        }
    }

    private async Task PerformAsync(StepWork work, CancellationToken stopping)
    {
        var context = work.Context;
        var key = (context.RunId, work.Epoch, context.Path, context.Attempt);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (!_running.TryAdd(key, cancellation))
            return;
        try
        {
            // Asked when it can be recalled already: else a recall between the two would be lost.
            if (!isWanted(work))
                return;
            var result = await handler.ExecuteAsync(context, cancellation.Token);
            report(work, new CompleteStep(context.Path, context.Attempt, result.Output, result.Decisions.IsDefault ? [] : result.Decisions));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The attempt was recalled: whoever did that has decided what happens to the step.
        }
        catch (Exception exception)
        {
            report(work, new FailStep(context.Path, context.Attempt, ErrorOf(exception), random.NextDouble()));
        }
        finally
        {
            _running.TryRemove(key, out _);
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
