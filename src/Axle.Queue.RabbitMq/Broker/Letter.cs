using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Broker;

/// <summary>What a message is when it is sent.</summary>
/// <param name="To">The queue.</param>
/// <param name="Name">Which step it is about.</param>
/// <param name="Body">Its content.</param>
internal sealed record Letter(string To, string Name, byte[] Body)
{
    /// <summary>Where the answer goes.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>How often the step was sent again because nothing was heard of it.</summary>
    public int SentAgain { get; init; }

    /// <summary>How its content is to be read, when that is not as usual.</summary>
    public string? Type { get; init; }

    /// <summary>Whether it is to survive a broker that restarts.</summary>
    public bool IsPersistent { get; init; } = true;

    public BasicProperties Properties() => new()
    {
        MessageId = Name,
        ReplyTo = ReplyTo,
        Type = Type,
        Persistent = IsPersistent,
        Headers = SentAgain == 0 ? null : new Dictionary<string, object?> { [BrokerHeaders.SentAgain] = SentAgain },
    };
}
