using System.Text.Json;
using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Broker;

/// <summary>Hands deliveries on. One that cannot be read is refused.</summary>
/// <param name="session">In which it consumes.</param>
/// <param name="receive">Takes a delivery.</param>
internal sealed class BrokerConsumer(BrokerSession session, Func<Delivery, Task> receive) : AsyncDefaultBasicConsumer(session.Consuming)
{
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
        catch (Exception unreadable) when (unreadable is JsonException or AxleException)
        {
            await delivery.RefuseAsync();
        }
    }
}
