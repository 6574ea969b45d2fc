using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Broker;

/// <summary>A connection from when it stands until it is lost. What was delivered in one session can be acknowledged in no other.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Publishing">Sends, with confirmations.</param>
/// <param name="Consuming">Receives, and acknowledges.</param>
/// <param name="Lose">Gives it up, so that another is made.</param>
/// <param name="Lost">Cancelled when the connection or one of its channels is lost.</param>
internal sealed record BrokerSession(IConnection Connection, IChannel Publishing, IChannel Consuming, Action Lose, CancellationToken Lost)
{
    /// <summary>Says what is done with of what was delivered.</summary>
    public Acknowledgements Acknowledgements { get; } = new(Consuming);

    public bool IsLost => Lost.IsCancellationRequested;
}
