using System.Threading.Channels;
using RabbitMQ.Client.Exceptions;

namespace Axle.Queue.RabbitMq.Broker;

/// <summary>
/// Sends messages in order, many at a time, until the broker confirms each: over as many sessions as that takes. What is in here when the process
/// dies is not sent; who needs it all the same has it in the store.
/// </summary>
/// <param name="connection">The broker.</param>
/// <param name="time">The clock of waiting.</param>
/// <param name="note">Told, for a log, of what nobody expects to fail.</param>
internal sealed class Outbox(BrokerConnection connection, TimeProvider time, Action<string>? note) : IDisposable
{
    private const int MostAtOnce = 1000;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);
    private readonly Channel<OutgoingMessage> _messages = Channel.CreateUnbounded<OutgoingMessage>(new() { SingleReader = true });
    private readonly SemaphoreSlim _slots = new(MostAtOnce);
    private int _unsent;

    /// <summary>Messages that are not confirmed yet.</summary>
    public int Unsent => Volatile.Read(ref _unsent);

    /// <summary>Takes a message in; returns at once.</summary>
    public void Post(OutgoingMessage message)
    {
        Interlocked.Increment(ref _unsent);
        _messages.Writer.TryWrite(message);
    }

    /// <summary>Sends until the connection ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            await foreach (var message in _messages.Reader.ReadAllAsync(connection.Stopping))
            {
                var session = await connection.SessionAsync(connection.Stopping);
                await _slots.WaitAsync(connection.Stopping);
                _ = SendAsync(session, message);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection ends.
        }
    }

    /// <summary>Waits until everything is confirmed, or the time is over.</summary>
    public async Task FlushAsync(TimeSpan longest)
    {
        var begun = time.GetTimestamp();
        while (Unsent > 0 && time.GetElapsedTime(begun) < longest)
            await Task.Delay(Rest / 10, time);
    }

    public void Dispose() => _slots.Dispose();

    private async Task SendAsync(BrokerSession session, OutgoingMessage message)
    {
        try
        {
            await TryAsync(session, message);
        }
        catch (Exception exception)
        {
            // What is called when a message has arrived or not: nobody waits for this task.
            note?.Invoke($"What follows from a message to the broker failed: {exception}");
            Interlocked.Decrement(ref _unsent);
        }
        finally
        {
            FreeSlot();
        }
    }

    private async Task TryAsync(BrokerSession session, OutgoingMessage message)
    {
        if (message.Make() is { } letter)
        {
            switch (await PublishAsync(session, message, letter))
            {
                case Outcome.Again:
                    _ = AgainAsync(session, message);
                    return;
                case Outcome.Confirmed:
                    message.Confirmed?.Invoke();
                    break;
                case Outcome.GivenUp:
                    message.GivenUp?.Invoke();
                    break;
            }
        }

        Interlocked.Decrement(ref _unsent);
    }

    private async Task<Outcome> PublishAsync(BrokerSession session, OutgoingMessage message, Letter letter)
    {
        if (message.FirstTried == 0)
            message.FirstTried = time.GetTimestamp();
        try
        {
            var mustArrive = message.Exchange.Length == 0;
            await session.Publishing.BasicPublishAsync(message.Exchange, letter.To, mustArrive, letter.Properties(), letter.Body, session.Lost);
            return Outcome.Confirmed;
        }
        catch (PublishException returned) when (returned.IsReturn && time.GetElapsedTime(message.FirstTried) >= message.Patience)
        {
            return Outcome.GivenUp;
        }
        catch (Exception exception)
        {
            if (!BrokerConnection.IsTrouble(exception))
                note?.Invoke($"A message to {letter.To} could not be sent: {exception}");
            return message.IsFleeting ? Outcome.Dropped : Outcome.Again;
        }
    }

    private void FreeSlot()
    {
        try
        {
            _slots.Release();
        }
        catch (ObjectDisposedException)
        {
            // This has ended meanwhile.
        }
    }

    /// <summary>Another session, or the same a moment later.</summary>
    private async Task AgainAsync(BrokerSession session, OutgoingMessage message)
    {
        try
        {
            await Task.Delay(Rest, time, session.Lost);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // At once on the next.
        }

        _messages.Writer.TryWrite(message);
    }

    private enum Outcome
    {
        Confirmed,
        GivenUp,
        Dropped,
        Again,
    }
}
