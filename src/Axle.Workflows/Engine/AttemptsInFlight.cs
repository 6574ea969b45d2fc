using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Engine;

/// <summary>The attempts of one run that are handed out. Changed by the run's pump only; workers and a stopping engine read it.</summary>
internal sealed class AttemptsInFlight(RunServices services, RunState state, long epoch)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Path, int Attempt), StepWork> _works = [];
    private long _dispatches;

    /// <summary>A worker takes an attempt. A queue may deliver it twice, and as another object: one worker gets it.</summary>
    public bool TryClaim(StepWork work, CancellationTokenSource cancellation)
    {
        lock (_gate)
        {
            if (Find(work) is not { Cancellation: null } current)
                return false;
            current.Cancellation = cancellation;
            return true;
        }
    }

    /// <summary>An attempt has reported.</summary>
    /// <param name="work">The attempt as it was handed out.</param>
    /// <param name="keep">Whether it goes on.</param>
    /// <returns>Whether the report counts: it does once, and not for an attempt that was recalled.</returns>
    public bool TryEnd(StepWork work, bool keep)
    {
        lock (_gate)
            return Find(work) is not null && (keep || _works.Remove(KeyOf(work)));
    }

    /// <summary>Hands out the attempts that began: in a run that is paused too, when they began in the decision that paused it.</summary>
    public async ValueTask HandOutAsync(TimeProvider time)
    {
        for (var i = 0; i < state.Started.Count; i++)
        {
            var step = state.Started[i];
            if (!step.IsInFlight || state.FindStep(step.Path) != step)
                continue;
            var work = StepDispatch.For(state, step, epoch, ++_dispatches, time.GetUtcNow());
            if (TryAdd(work))
                await services.Queue.EnqueueAsync(work, CancellationToken.None);
        }

        state.Started.Clear();
    }

    /// <summary>None of them counts before the first is told to stop: its worker may take up the next at once.</summary>
    public void RecallLeft()
    {
        if (state.Left.Count == 0)
            return;
        List<StepWork>? works = null;
        lock (_gate)
        {
            foreach (var attempt in state.Left)
            {
                if (_works.Remove(attempt, out var work))
                    (works ??= []).Add(work);
            }
        }

        state.Left.Clear();
        works?.ForEach(Recall);
    }

    public void RecallAll()
    {
        StepWork[] works;
        lock (_gate)
        {
            // A work that has just reported is out already, and its cancellation may serve the next attempt.
            works = [.. _works.Values];
            _works.Clear();
        }

        Array.ForEach(works, Recall);
    }

    private void Recall(StepWork work)
    {
        StepWorker.Recall(work);
        services.Queue.Recall(work);
    }

    private bool TryAdd(StepWork work)
    {
        lock (_gate)
            return _works.TryAdd(KeyOf(work), work);
    }

    private StepWork? Find(StepWork work) =>
        _works.TryGetValue(KeyOf(work), out var current) && current.Dispatch == work.Dispatch && work.Epoch == epoch ? current : null;

    private static (string Path, int Attempt) KeyOf(StepWork work) => (work.Context.Path, work.Context.Attempt);
}
