using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Broker;

/// <summary>Hands deliveries on.</summary>
/// <param name="session">In which it consumes.</param>
/// <param name="receive">Takes a delivery.</param>
/// <param name="unreadable">Takes one that the former failed at; null to refuse it.</param>
internal sealed class BrokerConsumer(BrokerSession session, Func<Delivery, Task> receive, Func<Delivery, Exception, Task>? unreadable = null)
    : AsyncDefaultBasicConsumer(session.Consuming)
{
    /// <summary>The broker has removed the queue, or lost its leader: nothing comes in this session any more.</summary>
    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        session.Lose();
        return base.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }

    public override async Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        session.Acknowledgements.Expect(deliveryTag);
        var delivery = new Delivery(session, deliveryTag, redelivered, properties, body);
        try
        {
            await receive(delivery);
        }
        catch (Exception exception)
        {
            await (unreadable?.Invoke(delivery, exception) ?? delivery.RefuseAsync());
        }
    }
}
