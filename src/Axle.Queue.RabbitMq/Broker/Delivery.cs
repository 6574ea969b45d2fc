using System.Globalization;
using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Broker;

/// <summary>A message that was delivered and not acknowledged yet.</summary>
/// <param name="Session">In which it was delivered.</param>
/// <param name="Tag">Its number there.</param>
/// <param name="IsRedelivered">Whether it may have been delivered before.</param>
/// <param name="Properties">Id, address of the answer, headers.</param>
/// <param name="Body">Its content; for as long as the receiver has not returned.</param>
internal sealed record Delivery(BrokerSession Session, ulong Tag, bool IsRedelivered, IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body)
    : IAnswerable
{
    /// <summary>Whether the one who sent it had not heard of it and sent it again.</summary>
    public bool IsSentAgain => Properties.Headers?.ContainsKey(BrokerHeaders.SentAgain) == true;

    /// <summary>How often it was delivered before and came back.</summary>
    public long CameBack => Properties.Headers?.TryGetValue(BrokerHeaders.DeliveryCount, out var count) == true && count is long or int
        ? Convert.ToInt64(count, CultureInfo.InvariantCulture)
        : 0;

    /// <summary>Whether the broker gave it up because somebody refused it, and not because it came back too often.</summary>
    public bool WasRefused =>
        Properties.Headers?.TryGetValue(BrokerHeaders.WhyDead, out var why) == true && why is byte[] utf8 && utf8.AsSpan().SequenceEqual("rejected"u8);

    /// <inheritdoc/>
    /// <remarks>In a session that is lost there is nothing to say: the broker delivers it again.</remarks>
    public Task AcknowledgeAsync()
    {
        if (!Session.IsLost)
            Session.Acknowledgements.Add(Tag);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ReturnAsync() => SayAsync(() => Session.Consuming.BasicNackAsync(Tag, multiple: false, requeue: true, Session.Lost));

    /// <summary>Another is to have it after a while.</summary>
    public async Task ReturnAsync(TimeSpan later, TimeProvider time)
    {
        try
        {
            await Task.Delay(later, time, Session.Lost);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // It comes back by itself.
        }

        await ReturnAsync();
    }

    /// <summary>What is kept while it is not answered: without its content.</summary>
    public Delivery Kept() => this with { Body = default };

    /// <summary>Nobody can read it.</summary>
    public Task RefuseAsync() => SayAsync(() => Session.Consuming.BasicNackAsync(Tag, multiple: false, requeue: false, Session.Lost));

    private async Task SayAsync(Func<ValueTask> say)
    {
        if (Session.IsLost)
            return;
        try
        {
            await say();
            Session.Acknowledgements.Forget(Tag);
        }
        catch (Exception exception) when (BrokerConnection.IsTrouble(exception))
        {
            // The session is lost.
        }
    }
}
