using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Broker;

/// <summary>
/// Acknowledges what was delivered in a session. What is done with while an acknowledgement is on its way goes with the next, and all up to the oldest that
/// is not done with goes in one: to the broker each costs about as much as a message.
/// </summary>
/// <param name="channel">On which it was delivered, in the order of its numbers.</param>
internal sealed class Acknowledgements(IChannel channel)
{
    private readonly Lock _gate = new();
    private readonly SortedSet<ulong> _open = [];
    private readonly List<ulong> _done = [];
    private Task _writing = Task.CompletedTask;

    /// <summary>Something was delivered.</summary>
    public void Expect(ulong tag)
    {
        lock (_gate)
            _open.Add(tag);
    }

    /// <summary>It was returned or refused.</summary>
    public void Forget(ulong tag)
    {
        lock (_gate)
            _open.Remove(tag);
    }

    /// <summary>It is done with; a second time means nothing.</summary>
    public void Add(ulong tag)
    {
        lock (_gate)
        {
            if (!_open.Remove(tag))
                return;
            _done.Add(tag);
            if (_writing.IsCompleted)
                _writing = Task.Run(WriteAsync);
        }
    }

    /// <summary>Completes when what was added is on its way.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
            return _writing;
    }

    private async Task WriteAsync()
    {
        var single = new List<ulong>();
        while (Take(single) is { } upTo)
        {
            try
            {
                if (upTo > 0)
                    await channel.BasicAckAsync(upTo, multiple: true, CancellationToken.None);
                foreach (var tag in single)
                    await channel.BasicAckAsync(tag, multiple: false, CancellationToken.None);
            }
            catch (Exception exception) when (BrokerConnection.IsTrouble(exception))
            {
                // The session is lost: what is not acknowledged is delivered again.
            }
        }
    }

    /// <returns>The number up to which all is done with, 0 for none; null when there is nothing to say.</returns>
    private ulong? Take(List<ulong> single)
    {
        single.Clear();
        lock (_gate)
        {
            if (_done.Count == 0)
            {
                _writing = Task.CompletedTask;
                return null;
            }

            var (oldest, upTo) = (_open.Count == 0 ? ulong.MaxValue : _open.Min, 0UL);
            foreach (var tag in _done)
            {
                if (tag > oldest)
                    single.Add(tag);
                else
                    upTo = Math.Max(upTo, tag);
            }

            _done.Clear();
            return upTo;
        }
    }
}
