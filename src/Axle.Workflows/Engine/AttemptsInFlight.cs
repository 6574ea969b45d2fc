using System.Collections.Concurrent;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Engine;

/// <summary>The attempts of one run that are handed out. Changed by the run's pump only; workers and a stopping engine read it.</summary>
internal sealed class AttemptsInFlight(RunServices services, RunState state, long epoch)
{
    private readonly ConcurrentDictionary<(string Path, int Attempt), StepWork> _works = new(1, 3);
    private long _dispatches;

    public bool Contains(StepWork work) =>
        _works.TryGetValue((work.Context.Path, work.Context.Attempt), out var current) && current.Dispatch == work.Dispatch && work.Epoch == epoch;

    /// <summary>A worker takes an attempt. A queue may deliver it twice, and as another object: one worker gets it.</summary>
    public bool TryClaim(StepWork work, CancellationTokenSource cancellation) =>
        _works.TryGetValue((work.Context.Path, work.Context.Attempt), out var current) && current.Dispatch == work.Dispatch && work.Epoch == epoch
        && Interlocked.CompareExchange(ref current.Cancellation, cancellation, null) is null
        // A recall in between found nothing to cancel.
        && Contains(work);

    /// <summary>An attempt has reported.</summary>
    /// <param name="work">The attempt as it was handed out.</param>
    /// <param name="keep">Whether it goes on.</param>
    /// <returns>Whether the report counts: it does once, and not for an attempt that was recalled.</returns>
    public bool TryEnd(StepWork work, bool keep) =>
        Contains(work) && (keep || _works.TryRemove((work.Context.Path, work.Context.Attempt), out _));

    /// <summary>Hands out the attempts that began: in a run that is paused too, when they began in the decision that paused it.</summary>
    public async ValueTask HandOutAsync(TimeProvider time)
    {
        for (var i = 0; i < state.Started.Count; i++)
        {
            var step = state.Started[i];
            if (!step.IsInFlight || state.FindStep(step.Path) != step)
                continue;
            var work = StepDispatch.For(state, step, epoch, ++_dispatches, time.GetUtcNow());
            if (_works.TryAdd((step.Path, step.Attempt), work))
                await services.Queue.EnqueueAsync(work, CancellationToken.None);
        }

        state.Started.Clear();
    }

    /// <summary>None of them counts before the first is told to stop: its worker may take up the next at once.</summary>
    public void RecallLeft()
    {
        List<StepWork>? works = null;
        foreach (var attempt in state.Left)
        {
            if (_works.TryRemove(attempt, out var work))
                (works ??= []).Add(work);
        }

        state.Left.Clear();
        works?.ForEach(StepWorker.Recall);
    }

    public void RecallAll()
    {
        // One by one: a work that has just reported is out already, and its cancellation may serve the next attempt.
        foreach (var attempt in _works.Keys)
        {
            if (_works.TryRemove(attempt, out var work))
                StepWorker.Recall(work);
        }
    }
}
