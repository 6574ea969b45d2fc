using Axle.Workflows.Engine;
using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Remote;

/// <summary>Makes attempts that engines of other processes handed out: so many at a time, with bulkheads, priorities and cancellation as at home.</summary>
public sealed class RemoteSteps
{
    private readonly IWorkQueue _queue;
    private readonly StepWorker _worker;
    private readonly Lock _gate = new();
    private readonly HashSet<StepWork> _waiting = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<StepWork> _making = new(ReferenceEqualityComparer.Instance);
    private readonly Func<StepWork, RunCommand, bool> _report;
    private TaskCompletionSource? _drained;
    private int _reporting;

    /// <param name="queue">Where attempts wait in this process; of its own.</param>
    /// <param name="handler">Does the work.</param>
    /// <param name="report">Told what came of each; tells whether it counts.</param>
    /// <param name="largestOutput">Bytes of JSON that an output may have.</param>
    public RemoteSteps(IWorkQueue queue, IStepHandler handler, Func<StepWork, RunCommand, bool> report, int largestOutput = PayloadReading.StandardLimit)
    {
        _queue = queue;
        _report = report;
        _worker = new StepWorker(queue, handler, TryBegin, Report, largestOutput, Random.Shared);
    }

    /// <summary>Attempts that are being made, and that wait here to be made.</summary>
    public (int Making, int Waiting) Count
    {
        get
        {
            lock (_gate)
                return (_making.Count, _waiting.Count);
        }
    }

    /// <summary>Works until cancelled; attempts in flight are cancelled then, and nothing is reported of them.</summary>
    /// <param name="concurrency">Attempts at the same time.</param>
    /// <param name="stopping">Ends it.</param>
    public Task RunAsync(int concurrency, CancellationToken stopping) => _worker.RunAsync(concurrency, stopping);

    /// <summary>Makes another number of attempts at the same time from now on; those in flight end as they would. Once it works.</summary>
    public void Resize(int concurrency) => _worker.Resize(concurrency);

    /// <summary>Takes in an attempt.</summary>
    public ValueTask AddAsync(StepWork work)
    {
        lock (_gate)
            _waiting.Add(work);
        return _queue.EnqueueAsync(work, CancellationToken.None);
    }

    /// <summary>An attempt does not count any more: it is not begun, or cancelled, and nothing is reported of it.</summary>
    public void Recall(StepWork work)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(work) && !_making.Remove(work))
                return;
            TellDrained();
        }

        StepWorker.Recall(work);
    }

    /// <summary>Leaves an attempt that waits to others.</summary>
    /// <returns>Whether it waited; false when it was begun, or is over.</returns>
    public bool TryTakeBack(StepWork work)
    {
        lock (_gate)
            return _waiting.Remove(work);
    }

    /// <summary>Begins nothing more.</summary>
    /// <returns>What waited, for others; and a task that completes when what is being made has ended and is reported.</returns>
    public (IReadOnlyList<StepWork> Waited, Task Ended) Drain()
    {
        lock (_gate)
        {
            StepWork[] waited = [.. _waiting];
            _waiting.Clear();
            _drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            TellDrained();
            return (waited, _drained.Task);
        }
    }

    private bool TryBegin(StepWork work, CancellationTokenSource cancellation)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(work))
                return false;
            _making.Add(work);
            work.Cancellation = cancellation;
            return true;
        }
    }

    private bool Report(StepWork work, RunCommand command)
    {
        lock (_gate)
        {
            if (command is TakeUpStep ? !_making.Contains(work) : !_making.Remove(work))
                return false;
            _reporting++;
        }

        try
        {
            return _report(work, command);
        }
        finally
        {
            lock (_gate)
            {
                _reporting--;
                TellDrained();
            }
        }
    }

    /// <summary>What has ended is made until it is reported. The caller holds the lock.</summary>
    private void TellDrained()
    {
        if (_making.Count + _reporting == 0)
            _drained?.TrySetResult();
    }
}
