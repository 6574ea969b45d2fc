using System.Buffers.Binary;
using System.Text;
using System.Threading.Channels;
using Axle.Workflows.Remote;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Axle.Queue.RabbitMq.Tests.Queues;

/// <summary>A worker that does what a test says with each message, as the bytes on the broker have it.</summary>
internal sealed class WorkerByHand : IAsyncDisposable
{
    private readonly Channel<TakenMessage> _messages = System.Threading.Channels.Channel.CreateUnbounded<TakenMessage>();
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private WorkerByHand(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    /// <summary>Begins to take from the queue of an installation's ordinary code steps.</summary>
    public static async Task<WorkerByHand> StartAsync(string prefix, CancellationToken cancellationToken)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(RabbitServer.Shared.Address) }.CreateConnectionAsync(cancellationToken);
        var worker = new WorkerByHand(connection, await connection.CreateChannelAsync(cancellationToken: cancellationToken));
        await worker._channel.BasicQosAsync(0, 64, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(worker._channel);
        consumer.ReceivedAsync += (_, d) =>
        {
            worker._messages.Writer.TryWrite(TakenMessage.Of(d));
            return Task.CompletedTask;
        };
        await worker._channel.BasicConsumeAsync($"{prefix}.steps.code.normal", autoAck: false, consumer, cancellationToken);
        return worker;
    }

    /// <summary>The next message.</summary>
    public ValueTask<TakenMessage> TakeAsync(CancellationToken cancellationToken) => _messages.Reader.ReadAsync(cancellationToken);

    /// <summary>Says that a step was made.</summary>
    /// <param name="message">With which it came.</param>
    /// <param name="name">The name of its handing out.</param>
    /// <param name="microseconds">How long it took; null as of a worker of a version that does not say.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task ReportAsync(TakenMessage message, string name, long? microseconds, CancellationToken cancellationToken)
    {
        var report = StepReport.Of(name, "by hand", "by hand", new CompleteStep("", 1, Payload.Null, [], null, 0)) with { Microseconds = microseconds };
        await _channel.BasicPublishAsync("", message.Reports, mandatory: true, new BasicProperties { MessageId = name }, report.Write(null), cancellationToken);
    }

    /// <summary>Has made all steps of a message.</summary>
    public async Task MakeAsync(TakenMessage message, long? microseconds, CancellationToken cancellationToken)
    {
        foreach (var name in message.Steps)
            await ReportAsync(message, name, microseconds, cancellationToken);
        await _channel.BasicAckAsync(message.Tag, multiple: false, cancellationToken);
    }

    /// <summary>Gives a message back.</summary>
    public ValueTask ReturnAsync(TakenMessage message, CancellationToken cancellationToken) =>
        _channel.BasicNackAsync(message.Tag, multiple: false, requeue: true, cancellationToken);

    /// <summary>It is gone, and with it what it did not answer: that comes to others.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}

/// <summary>A message of the queue of steps.</summary>
/// <param name="Tag">Its number.</param>
/// <param name="Reports">Where the engine hears of its steps.</param>
/// <param name="Steps">The names of its steps.</param>
internal sealed record TakenMessage(ulong Tag, string Reports, IReadOnlyList<string> Steps)
{
    public static TakenMessage Of(BasicDeliverEventArgs delivery)
    {
        var properties = delivery.BasicProperties;
        string[] steps = properties.Type is null ? [properties.MessageId!] : [.. Names(delivery.Body)];
        return new TakenMessage(delivery.DeliveryTag, properties.ReplyTo!, steps);
    }

    /// <summary>Of each step its name, and then itself, each with its length before it.</summary>
    private static IEnumerable<string> Names(ReadOnlyMemory<byte> body) =>
        Contents(body).Where(static (_, i) => i % 2 == 0).Select(static name => Encoding.UTF8.GetString(name.Span));

    private static IEnumerable<ReadOnlyMemory<byte>> Contents(ReadOnlyMemory<byte> body)
    {
        while (body.Length > 0)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(body.Span);
            yield return body.Slice(4, length);
            body = body[(4 + length)..];
        }
    }
}
