namespace Axle.Queue.RabbitMq.Broker;

/// <summary>Headers of messages.</summary>
internal static class BrokerHeaders
{
    /// <summary>How often a step was sent again because nothing was heard of it.</summary>
    public const string SentAgain = "x-axle-again";

    /// <summary>Of the broker: how often a step was delivered before and came back.</summary>
    public const string DeliveryCount = "x-delivery-count";

    /// <summary>Of the broker: why it gave a step up.</summary>
    public const string WhyDead = "x-first-death-reason";
}
