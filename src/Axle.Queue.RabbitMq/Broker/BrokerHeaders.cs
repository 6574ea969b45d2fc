namespace Axle.Queue.RabbitMq.Broker;

/// <summary>Headers of messages.</summary>
internal static class BrokerHeaders
{
    /// <summary>How often a step was sent again because nothing was heard of it.</summary>
    public const string SentAgain = "x-axle-again";
}
