namespace Axle.Queue.RabbitMq.Broker;

/// <summary>A step that was delivered, by itself or with others. It is answered once.</summary>
internal interface IAnswerable
{
    /// <summary>It is done with.</summary>
    Task AcknowledgeAsync();

    /// <summary>Another is to have it.</summary>
    Task ReturnAsync();
}
