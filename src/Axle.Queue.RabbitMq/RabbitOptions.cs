using Axle.Workflows.Ports;

namespace Axle.Queue.RabbitMq;

/// <summary>Settings of a queue on RabbitMQ; the same on all nodes of an installation, but for what says otherwise.</summary>
/// <param name="Address">Where the broker is: <c>amqp://user:password@host:5672/vhost</c>, or <c>amqps://</c> for TLS.</param>
public sealed record RabbitOptions(string Address)
{
    /// <summary>Begins the names of all queues and exchanges, 1 to 60 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; <c>axle</c> by default.</summary>
    public string Prefix { get; init; } = "axle";

    /// <summary>
    /// How long a step that was handed out may not be heard of before it counts as lost and is handed out again, 1 s to 1 hour; 30 s by default. A
    /// worker speaks of each of its steps three times as often.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After how long a worker takes over the care for a step that it makes, before the broker thinks the worker is stuck (after 30 minutes,
    /// <c>consumer_timeout</c>): 1 s to 25 minutes; 10 minutes by default.
    /// </summary>
    public TimeSpan KeepAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a step is delivered again when its worker dies, before the attempt counts as failed: 1 to 100; 8 by default.</summary>
    public int DeliveryLimit { get; init; } = 8;

    /// <summary>Seconds between signs of life of a connection; two missing ones end it: 1 to 60; 5 by default.</summary>
    public int Heartbeat { get; init; } = 5;

    /// <summary>
    /// The largest message in MiB, 1 to 512; 12 by default, less than what RabbitMQ 4 takes (<c>max_message_size</c>, 16 MiB). An attempt whose input or
    /// output is larger fails: a broker that is sent more closes the channel.
    /// </summary>
    public int LargestMessage { get; init; } = 12;

    /// <summary>
    /// Steps of a queue that take less than this, 0 to 1 s, on the mean go to workers several in a message when several wait; 5 ms by default, 0 for never.
    /// For such short steps the broker costs more than making them.
    /// </summary>
    public TimeSpan BatchUnder { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Compresses or encrypts what travels, as it does what is stored; null to send it as it is.</summary>
    public IPayloadCodec? Codec { get; init; }

    /// <summary>Told, for a log, when the connection is lost, cannot be had, or is back. It must neither wait nor throw. Null for nobody.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>The same settings, when each is in its range.</summary>
    /// <exception cref="AxleException">Validation: names the setting that is not.</exception>
    public RabbitOptions Checked()
    {
        _ = BrokerAddress.Named(Address);
        Require(Prefix.Length is >= 1 and <= 60 && Prefix.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'), $"Prefix is '{Prefix}'. Use 1 to 60 letters, digits, '-', '_' and '.'.");
        Require(Silence >= TimeSpan.FromSeconds(1) && Silence <= TimeSpan.FromHours(1), $"Silence is {Silence}. Use 1 s to 1 hour.");
        Require(KeepAfter >= TimeSpan.FromSeconds(1) && KeepAfter <= TimeSpan.FromMinutes(25), $"KeepAfter is {KeepAfter}. Use 1 s to 25 minutes.");
        Require(DeliveryLimit is >= 1 and <= 100, $"DeliveryLimit is {DeliveryLimit}. Use 1 to 100.");
        Require(Heartbeat is >= 1 and <= 60, $"Heartbeat is {Heartbeat}. Use 1 to 60 seconds.");
        Require(LargestMessage is >= 1 and <= 512, $"LargestMessage is {LargestMessage}. Use 1 to 512 MiB.");
        Require(BatchUnder >= TimeSpan.Zero && BatchUnder <= TimeSpan.FromSeconds(1), $"BatchUnder is {BatchUnder}. Use 0 to 1 s.");
        return this;
    }

    /// <summary>What is wrong with a message; null when it is small enough.</summary>
    /// <param name="what">What it holds mostly.</param>
    /// <param name="message">The message.</param>
    internal AxleError? TooLarge(string what, byte[] message) => message.Length <= LargestMessage * 1024L * 1024
        ? null
        : new AxleError(
            ErrorKind.Validation,
            $"Its {what} is larger than the broker takes: {message.Length / 1024.0 / 1024:0.0} MiB, and the most is {LargestMessage} MiB. Store it as a file and hand on its name.");

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new AxleException(ErrorKind.Validation, $"The settings of the queue on RabbitMQ: {otherwise}");
    }
}
