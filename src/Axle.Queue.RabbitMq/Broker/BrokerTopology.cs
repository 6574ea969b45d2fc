using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Broker;

/// <summary>Makes the queues and exchanges that are not there. Whoever comes first to a broker that has lost everything makes them anew.</summary>
/// <param name="names">Their names.</param>
/// <param name="options">Settings.</param>
internal sealed class BrokerTopology(BrokerNames names, RabbitOptions options)
{
    private static readonly TimeSpan UnusedFor = TimeSpan.FromMinutes(30);

    /// <summary>What all nodes share.</summary>
    public async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(names.Dead, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(names.Recalls, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await QueueAsync(channel, names.Dead, [], cancellationToken);
        await channel.QueueBindAsync(names.Dead, names.Dead, "", cancellationToken: cancellationToken);
        foreach (var pool in WorkPools.All)
        {
            foreach (var ofClass in BrokerNames.Classes)
                await StepsAsync(channel, names.Steps(pool, ofClass), cancellationToken);
        }
    }

    /// <summary>Makes a queue of steps when it is not there.</summary>
    /// <returns>How many steps wait in it for a worker, and its consumers. A broker that has no time to count says that there are none of either.</returns>
    public Task<QueueDeclareOk> StepsAsync(IChannel channel, string queue, CancellationToken cancellationToken)
    {
        var arguments = new Dictionary<string, object?>
        {
            ["x-delivery-limit"] = options.DeliveryLimit,
            ["x-dead-letter-exchange"] = names.Dead,
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        };
        return QueueAsync(channel, queue, arguments, cancellationToken);
    }

    /// <summary>
    /// Makes the queue of reports to a node. It goes by itself some time after the node. Not a quorum queue: a report that is lost is asked for again, and a
    /// quorum queue that was made just before its broker was killed can be stuck, with all who send to it.
    /// </summary>
    public static Task ReportsAsync(IChannel channel, string queue, CancellationToken cancellationToken) => channel.QueueDeclareAsync(
        queue, durable: true, exclusive: false, autoDelete: false,
        new Dictionary<string, object?> { ["x-expires"] = (long)UnusedFor.TotalMilliseconds }, cancellationToken: cancellationToken);

    /// <summary>Makes the queue on which a worker hears of recalls; it lasts as long as the connection.</summary>
    public async Task<string> RecallsAsync(IChannel channel, string node, CancellationToken cancellationToken)
    {
        var queue = names.RecallsOf(node);
        await channel.QueueDeclareAsync(queue, durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue, names.Recalls, "", cancellationToken: cancellationToken);
        return queue;
    }

    private static Task<QueueDeclareOk> QueueAsync(
        IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        arguments["x-queue-type"] = "quorum";
        return channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
    }
}
