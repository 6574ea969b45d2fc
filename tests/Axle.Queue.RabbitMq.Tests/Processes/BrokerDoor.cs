using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>A connection of the test's own to the broker of an installation: it looks into queues, takes messages and puts others there.</summary>
internal sealed class BrokerDoor : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);
    private readonly Installation _nodes;
    private readonly IConnection _connection;

    private BrokerDoor(Installation nodes, IConnection connection) => (_nodes, _connection) = (nodes, connection);

    /// <summary>The queue of ordinary steps that ask no model.</summary>
    public string Steps => $"{_nodes.Prefix}.steps.code.normal";

    public string Dead => $"{_nodes.Prefix}.dead";

    private CancellationToken Cancellation => _nodes.Cancellation;

    public static async Task<BrokerDoor> OpenAsync(Installation nodes, RabbitServer broker) =>
        new(nodes, await new ConnectionFactory { Uri = new Uri(broker.Address) }.CreateConnectionAsync(nodes.Cancellation));

    /// <summary>Waits until there are so many messages ready and consumers; null for any number.</summary>
    public Task UntilAsync(string queue, uint? messages = null, uint? consumers = null) => TryAsync<bool?>(async channel =>
    {
        var seen = await channel.QueueDeclarePassiveAsync(queue, Cancellation);
        return (messages is null || seen.MessageCount == messages) && (consumers is null || seen.ConsumerCount == consumers) ? true : null;
    });

    /// <summary>Takes a message off a queue; waits for it.</summary>
    public Task<BasicGetResult> TakeAsync(string queue) => TryAsync(async channel =>
        // One that is just being made cannot be asked for messages: the broker ends the whole connection then.
        await channel.MessageCountAsync(queue, Cancellation) == 0 ? null : await channel.BasicGetAsync(queue, autoAck: true, Cancellation));

    /// <summary>Puts a message into a queue.</summary>
    public Task PutAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body) => TryAsync<bool?>(async channel =>
    {
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, body, Cancellation);
        return true;
    });

    /// <summary>Removes a queue with all that is in it.</summary>
    public Task DeleteAsync(string queue) => TryAsync<bool?>(async channel =>
    {
        await channel.QueueDeleteAsync(queue, cancellationToken: Cancellation);
        return true;
    });

    /// <summary>Puts a queue of this connection's own in the place of one that others use; it goes with the connection.</summary>
    public Task OccupyAsync(string queue) => TryAsync<bool?>(async channel =>
    {
        await channel.QueueDeleteAsync(queue, cancellationToken: Cancellation);
        await channel.QueueDeclareAsync(queue, durable: false, exclusive: true, autoDelete: false, cancellationToken: Cancellation);
        return true;
    });

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>Tries until there is something; also while the nodes have not made the queue yet, which closes a channel.</summary>
    private async Task<T> TryAsync<T>(Func<IChannel, Task<T?>> act)
    {
        using var timer = new PeriodicTimer(Pause);
        while (true)
        {
            await using var channel = await _connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Cancellation);
            try
            {
                while (true)
                {
                    if (await act(channel) is { } done)
                        return done;
                    await timer.WaitForNextTickAsync(Cancellation);
                }
            }
            catch (OperationInterruptedException)
            {
                await timer.WaitForNextTickAsync(Cancellation);
            }
        }
    }
}
