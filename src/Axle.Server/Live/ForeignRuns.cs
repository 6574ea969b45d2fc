using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Server.Live;

/// <summary>Looks at the store for what other processes do to runs that are watched here: their engines tell this one nothing.</summary>
/// <param name="feed">Who watches.</param>
/// <param name="engine">Executes the runs that are of this process.</param>
/// <param name="store">Has all.</param>
/// <param name="time">The clock.</param>
internal sealed class ForeignRuns(RunFeed feed, WorkflowEngine engine, IRunStore store, TimeProvider time)
{
    private const int Newest = 100;
    private const int Piece = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookAtEndedEvery = TimeSpan.FromSeconds(10);
    private bool _hasLooked;

    /// <summary>Looks until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stop))
            {
                try
                {
                    await LookAsync(stop);
                }
#pragma warning disable CA1031 // Whatever one look meets, the next one is soon; the store says more to whoever asks it for something.
                catch (Exception fault) when (fault is not OperationCanceledException || !stop.IsCancellationRequested)
                {
                }
#pragma warning restore CA1031
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping is how this ends.
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        foreach (var tail in feed.Watched)
        {
            if (engine.Find(tail.Run) is null && time.GetTimestamp() >= tail.LookAt)
                await LookAsync(tail, stop);
        }

        var rows = await store.ListRunsAsync(RunQuery.Newest with { Limit = Newest }, stop);
        foreach (var row in rows)
        {
            if (_hasLooked && !feed.Knows(row))
                feed.Note(row, asksNew: false);
            else if (!_hasLooked)
                feed.Remember(row);
        }

        _hasLooked = true;
    }

    private async Task LookAsync(RunTail tail, CancellationToken stop)
    {
        if (await store.FindRunAsync(tail.Run, stop) is not { } row)
            return;
        if (row.LastSeq > tail.Last && tail.Last > 0)
            tail.Add(await store.ReadEventsAsync(tail.Run, tail.Last, Piece, stop));
        if (row.Status.IsEnded() && tail.Last >= row.LastSeq)
            tail.LookAt = time.GetTimestamp() + (long)(LookAtEndedEvery.TotalSeconds * time.TimestampFrequency);
    }
}
