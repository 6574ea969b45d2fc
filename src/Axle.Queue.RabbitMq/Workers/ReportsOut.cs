using Axle.Queue.RabbitMq.Broker;

namespace Axle.Queue.RabbitMq.Workers;

/// <summary>
/// Reports on their way to engines. Those that come within moments after one to the same engine go together in the next message: an idle worker reports at
/// once, and the busier it is, the less a report costs.
/// </summary>
/// <param name="outbox">Sends.</param>
/// <param name="time">The clock of waiting.</param>
internal sealed class ReportsOut(Outbox outbox, TimeProvider time)
{
    /// <summary>A broker keeps what is smaller than 4 KiB with its place in the queue, and writes once.</summary>
    private const int LargestTogether = 3500;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();

    /// <summary>What waits for each engine to which something was sent a moment ago.</summary>
    private readonly Dictionary<string, Queue<WaitingReport>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Takes a report in; returns at once.</summary>
    public void Post(WaitingReport report)
    {
        var to = report.To();
        lock (_gate)
        {
            if (_waiting.TryGetValue(to, out var waiting))
            {
                waiting.Enqueue(report);
                return;
            }

            _waiting[to] = new();
            Send(to, [report]);
        }

        _ = SendWaitingAsync(to);
    }

    /// <summary>Completes when what waits is with the outbox.</summary>
    /// <param name="longest">How long that may take.</param>
    public async Task FlushAsync(TimeSpan longest)
    {
        var begun = time.GetTimestamp();
        while (Waits && time.GetElapsedTime(begun) < longest)
            await Task.Delay(Moment, time);
    }

    private bool Waits
    {
        get
        {
            lock (_gate)
                return _waiting.Values.Any(static w => w.Count > 0);
        }
    }

    private async Task SendWaitingAsync(string to)
    {
        do
        {
            await Task.Delay(Moment, time);
        }
        while (SendWaiting(to));
    }

    /// <returns>False when nothing waited: what comes next is sent at once.</returns>
    private bool SendWaiting(string to)
    {
        lock (_gate)
        {
            var waiting = _waiting[to];
            if (waiting.Count == 0)
            {
                _waiting.Remove(to);
                return false;
            }

            while (waiting.Count > 0)
                Send(to, Next(waiting));
            return true;
        }
    }

    private void Send(string to, List<WaitingReport> reports)
    {
        var body = reports is [var only] ? only.Body : Frames.Write([.. reports.Select(static r => r.Body)]);
        outbox.Post(new OutgoingMessage
        {
            // One engine waits for all of them: when it had to make another queue, that is where they go.
            Make = () => new Letter(reports.Select(static r => r.To()).FirstOrDefault(now => now != to, to), reports[0].Name, body)
            {
                Type = reports.Count == 1 ? null : Frames.Reports,
            },
            Patience = Patience,
            Confirmed = Settle,
            // Its engine is gone, and with it whoever could make use of the reports.
            GivenUp = Settle,
        });

        void Settle() => reports.ForEach(static r => r.Settled());
    }

    private static List<WaitingReport> Next(Queue<WaitingReport> waiting)
    {
        var (next, size) = (new List<WaitingReport>(), 0);
        while (waiting.TryPeek(out var report) && (next.Count == 0 || size + report.Body.Length <= LargestTogether))
        {
            size += report.Body.Length;
            next.Add(waiting.Dequeue());
        }

        return next;
    }
}

/// <summary>A report that is to be sent.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="To">The queue of its engine, asked for each time it is sent: the engine may have had to make another.</param>
/// <param name="Body">What it says.</param>
/// <param name="Settled">Called when the broker has it, or it is given up as its engine is gone.</param>
internal sealed record WaitingReport(string Name, Func<string> To, byte[] Body, Action Settled);
