using Axle.Workflows.Resilience.CircuitBreaking;

namespace Axle.Workflows.Tests.Resilience;

/// <summary>A circuit breaker as one would write it down first: it remembers every call and looks at all of them each time.</summary>
internal sealed class NaiveCircuit(CircuitBreakerOptions options)
{
    private readonly List<(DateTimeOffset At, bool Failed)> _calls = [];
    private readonly List<Call> _probes = [];
    private DateTimeOffset _openedAt;
    private int _era;
    private int _passed;

    public CircuitStatus Status { get; private set; }

    public Call? Ask(DateTimeOffset now)
    {
        if (Status == CircuitStatus.Closed)
            return new Call(_era, now);
        if (Status == CircuitStatus.Open && now >= _openedAt + options.BreakFor)
            Turn(CircuitStatus.HalfOpen);
        _probes.RemoveAll(p => now - p.At >= options.BreakFor);
        if (Status == CircuitStatus.Open || _probes.Count + _passed >= options.Probes)
            return null;
        var probe = new Call(_era, now);
        _probes.Add(probe);
        return probe;
    }

    public TimeSpan Wait(DateTimeOffset now) => (Status == CircuitStatus.Open ? _openedAt : _probes.Min(p => p.At)) + options.BreakFor - now;

    public void Tell(Call call, CircuitOutcome outcome, DateTimeOffset now)
    {
        if (call.Era != _era)
            return;
        if (Status == CircuitStatus.HalfOpen)
        {
            if (!_probes.Remove(call) || outcome == CircuitOutcome.Ignored)
                return;
            if (outcome == CircuitOutcome.Failure)
                Open(now);
            else if (++_passed == options.Probes)
                Turn(CircuitStatus.Closed);
            return;
        }

        if (outcome == CircuitOutcome.Ignored)
            return;
        _calls.Add((now, outcome == CircuitOutcome.Failure));
        var tenth = options.SamplingWindow / 10;
        var counted = _calls.Where(c => c.At.UtcTicks / tenth.Ticks > (now.UtcTicks / tenth.Ticks) - 10).ToArray();
        var inARow = Enumerable.Reverse(_calls).TakeWhile(static c => c.Failed).Count();
        var ratio = (double)counted.Count(static c => c.Failed) / counted.Length;
        if (outcome == CircuitOutcome.Failure
            && (inARow >= options.ConsecutiveFailures || (counted.Length >= options.MinimumThroughput && ratio >= options.FailureRatio)))
            Open(now);
    }

    private void Open(DateTimeOffset now)
    {
        Turn(CircuitStatus.Open);
        _openedAt = now;
    }

    private void Turn(CircuitStatus status)
    {
        Status = status;
        _era++;
        _passed = 0;
        _calls.Clear();
        _probes.Clear();
    }

    public sealed class Call(int era, DateTimeOffset at)
    {
        public int Era => era;

        public DateTimeOffset At => at;
    }
}
