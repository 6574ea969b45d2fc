namespace Axle.Queue.RabbitMq.Engines;

/// <summary>
/// Whether steps of a queue are so short that the broker costs more than they do: then those that wait go several in a message. Of what workers report of how
/// long each took, the mean decides, newer ones counting more (an exponential average). Workers of versions that take no such messages do not say how
/// long a step took: while any is heard of, each step has a message of its own.
/// </summary>
/// <param name="shorterThan">What is short; zero for nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class BatchRule(TimeSpan shorterThan, TimeProvider time)
{
    private const int Enough = 32;
    private const double Weight = 1.0 / 16;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private int _heard;
    private double _mean;
    private long? _older;

    /// <summary>Whether they may go together.</summary>
    public bool Holds
    {
        get
        {
            lock (_gate)
                return _heard >= Enough && _mean < shorterThan.TotalMicroseconds && (_older is not { } older || time.GetElapsedTime(older) > Memory);
        }
    }

    /// <summary>A worker says how long a step took, or has taken so far.</summary>
    /// <param name="microseconds">How long; null when the worker does not say.</param>
    public void Add(long? microseconds)
    {
        lock (_gate)
        {
            if (microseconds is not { } took)
            {
                _older = time.GetTimestamp();
                return;
            }

            _mean = _heard == 0 ? took : _mean + ((took - _mean) * Weight);
            _heard = Math.Min(_heard + 1, Enough);
        }
    }
}
