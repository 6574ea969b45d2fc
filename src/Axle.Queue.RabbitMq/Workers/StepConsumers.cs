using Axle.Queue.RabbitMq.Broker;
using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Workers;

/// <summary>Has steps delivered from the queues of a worker's pools: as many of each as it makes at the same time.</summary>
/// <param name="queues">The queues.</param>
/// <param name="concurrency">How many at first.</param>
/// <param name="consumer">Takes what is delivered in a session.</param>
/// <param name="time">The clock of waiting.</param>
internal sealed class StepConsumers(IReadOnlyList<string> queues, int concurrency, Func<BrokerSession, BrokerConsumer> consumer, TimeProvider time)
{
    private readonly List<string> _tags = [];
    private volatile int _concurrency = concurrency;
    private volatile bool _isStopped;

    /// <summary>Begins in a session, and knows its deliveries alone from then on.</summary>
    public async Task BeginAsync(BrokerSession session, CancellationToken cancellationToken)
    {
        await session.Consuming.BasicQosAsync(0, (ushort)_concurrency, global: false, cancellationToken);
        lock (_tags)
            _tags.Clear();
        foreach (var queue in queues)
        {
            if (_isStopped)
                return;
            var tag = await session.Consuming.BasicConsumeAsync(queue, autoAck: false, consumer(session), cancellationToken);
            lock (_tags)
                _tags.Add(tag);
            if (_isStopped)
                await session.Consuming.BasicCancelAsync(tag, noWait: false, cancellationToken);
        }
    }

    /// <summary>Fetches another number from now on. What was fetched stays.</summary>
    public Task ResizeAsync(BrokerConnection connection, int concurrency)
    {
        _concurrency = concurrency;
        // How many are fetched is fixed for a consumer when it begins.
        return ReplaceAsync(connection, BeginAsync);
    }

    /// <summary>Has nothing more delivered.</summary>
    /// <returns>Whether the broker has heard of it: what is given back from then on does not come back here.</returns>
    public Task<bool> StopAsync(BrokerConnection connection)
    {
        _isStopped = true;
        return ReplaceAsync(connection, static (_, _) => Task.CompletedTask);
    }

    private async Task<bool> ReplaceAsync(BrokerConnection connection, Func<BrokerSession, CancellationToken, Task> begin)
    {
        string[] before;
        lock (_tags)
            before = [.. _tags];
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            var session = await connection.SessionAsync(patience.Token);
            await begin(session, patience.Token);
            foreach (var tag in before)
                await session.Consuming.BasicCancelAsync(tag, noWait: false, patience.Token);
            return true;
        }
        catch (Exception exception) when (BrokerConnection.IsTrouble(exception))
        {
            // Without a broker nothing comes, and the next session begins as it should.
            return false;
        }
    }
}
