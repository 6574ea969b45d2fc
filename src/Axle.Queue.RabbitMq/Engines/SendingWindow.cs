namespace Axle.Queue.RabbitMq.Engines;

/// <summary>
/// How many steps may be ahead: sent to a queue of the broker, and not heard of yet. As many as keep its workers busy and few more: it grows while
/// nothing waits on the broker, and shrinks by what waits there; as windows of congestion control do.
/// </summary>
internal sealed class SendingWindow
{
    private const int Least = 4;
    private const int Most = 20_000;
    private const int Few = 4;
    private const int LongHunger = 4;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private int _size = Least;
    private int _ahead;
    private int _unconfirmed;
    private int _hunger = LongHunger;
    private bool _wasTooSmall;

    /// <summary>Whether no more may be sent at present.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
                return _ahead >= _size;
        }
    }

    /// <summary>Counts one more, if it may be sent at once.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_ahead >= _size)
            {
                _wasTooSmall = true;
                return false;
            }

            _ahead++;
            _unconfirmed++;
            return true;
        }
    }

    /// <summary>Waits until one more may be sent, and counts it.</summary>
    /// <param name="full">Called when it has to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task EnterAsync(Action full, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (TryEnter())
                    return;
                room = (_room = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            full();
            await room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The broker has one that was sent.</summary>
    public void Confirm()
    {
        lock (_gate)
            _unconfirmed--;
    }

    /// <summary>One that was sent was heard of, or does not count any more.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _ahead--;
            Wake();
        }
    }

    /// <summary>Adapts to what waits on the broker. It grows only when something did not fit into it since the last time.</summary>
    /// <param name="ready">Steps that wait there for a worker, of all engines.</param>
    public void Fit(long ready)
    {
        lock (_gate)
        {
            if (ready > Few)
            {
                _hunger = 0;
                _size = (int)Math.Clamp(_size - (ready - Few), Least, Most);
            }
            else if (ready == 0 && _unconfirmed <= _ahead / 2 && (_wasTooSmall || _room is { Task.IsCompleted: false }))
            {
                _size = Math.Min(Most, _size + (++_hunger > LongHunger ? _size : (_size / 8) + 1));
                Wake();
            }

            _wasTooSmall = false;
        }
    }

    private void Wake()
    {
        if (_ahead < _size)
            _room?.TrySetResult();
    }
}
