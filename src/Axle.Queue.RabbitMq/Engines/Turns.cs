using Axle.Queue.RabbitMq.Broker;
using Axle.Workflows.Ports;
using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Engines;

/// <summary>The turns of all queues of the broker, and how much is sent ahead to each.</summary>
internal sealed class Turns : IDisposable
{
    private static readonly TimeSpan AskAfter = TimeSpan.FromMilliseconds(25);
    private readonly BrokerConnection _connection;
    private readonly BrokerTopology _topology;
    private readonly TimeProvider _time;
    private readonly Action<string>? _note;
    private readonly Dictionary<string, QueueTurns> _turns;
    private readonly SemaphoreSlim _full = new(0);
    private IChannel? _asking;

    /// <param name="connection">The broker.</param>
    /// <param name="topology">Asks how much waits there.</param>
    /// <param name="names">The names of the queues.</param>
    /// <param name="sender">Sends steps.</param>
    /// <param name="takeTurn">Has a step go ahead; null when it does not count any more.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">The clock.</param>
    public Turns(
        BrokerConnection connection, BrokerTopology topology, BrokerNames names, StepSender sender, Func<StepWork, HandedOutStep?> takeTurn,
        RabbitOptions options, TimeProvider time)
    {
        (_connection, _topology, _time, _note) = (connection, topology, time, options.Note);
        _turns = WorkPools.All
            .SelectMany(pool => BrokerNames.Classes.Select(c => names.Steps(pool, c)))
            .ToDictionary(static queue => queue, QueueOf, StringComparer.Ordinal);

        QueueTurns QueueOf(string queue) =>
            new(queue, new BatchRule(options.BatchUnder, time), takeTurn, sender.Send, () => _full.Release());
    }

    /// <summary>Steps that wait at this engine.</summary>
    public int Count => _turns.Values.Sum(static t => t.Count);

    public QueueTurns Of(string queue) => _turns[queue];

    /// <summary>Sends, and adapts how much is ahead, until the connection ends.</summary>
    public Task RunAsync() => Task.WhenAll([FitAsync(), .. _turns.Values.Select(t => t.RunAsync(_connection.Stopping))]);

    public void Dispose()
    {
        _asking?.Dispose();
        _full.Dispose();
    }

    private async Task FitAsync()
    {
        while (true)
        {
            try
            {
                await _full.WaitAsync(_connection.Stopping);
                while (_full.Wait(0))
                {
                    // It was told more than once.
                }

                do
                {
                    await Task.Delay(AskAfter, _time, _connection.Stopping);
                    await FitAllAsync();
                }
                while (Count > 0);
            }
            catch (OperationCanceledException) when (_connection.Stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (!BrokerConnection.IsTrouble(exception))
                    _note?.Invoke($"How much waits on the broker is not known: {exception}");
                _full.Release();
            }
        }
    }

    private async Task FitAllAsync()
    {
        var session = await _connection.SessionAsync(_connection.Stopping);
        if (_asking is not { IsOpen: true })
            _asking = await session.Connection.CreateChannelAsync(cancellationToken: session.Lost);
        foreach (var turns in _turns.Values.Where(static t => t.Count > 0))
        {
            if (await _topology.StepsAsync(_asking, turns.Queue, session.Lost) is { ConsumerCount: > 0 } queue)
                turns.Fit(queue.MessageCount);
        }
    }
}
