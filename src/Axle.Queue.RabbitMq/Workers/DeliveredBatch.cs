using Axle.Queue.RabbitMq.Broker;

namespace Axle.Queue.RabbitMq.Workers;

/// <summary>
/// Several steps that were delivered in one message. It is done with when each of them is. One that another is to have goes back to its engine, which hands
/// it out by itself: the message is never delivered for the sake of one step to a worker that would make the others again.
/// </summary>
/// <param name="delivery">The message.</param>
/// <param name="count">How many steps it has.</param>
/// <param name="giveBack">Tells the engine of a step, and calls what is given when it knows.</param>
internal sealed class DeliveredBatch(Delivery delivery, int count, Action<string, Action> giveBack)
{
    private int _open = count;
    private bool _isReturned;

    /// <summary>One of its steps, asked for once.</summary>
    public IAnswerable Of(string name) => new Part(this, name);

    private Task SettleAsync() => Interlocked.Decrement(ref _open) == 0 ? delivery.AcknowledgeAsync() : Task.CompletedTask;

    private sealed class Part(DeliveredBatch batch, string name) : IAnswerable
    {
        public Task AcknowledgeAsync() => batch.SettleAsync();

        public Task ReturnAsync() => batch.GiveBackAsync(name);
    }

    private Task GiveBackAsync(string name)
    {
        try
        {
            giveBack(name, () => _ = SettleAsync());
            return Task.CompletedTask;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It cannot be said here, so all of it goes to another.
            return Interlocked.Exchange(ref _isReturned, true) ? Task.CompletedTask : delivery.ReturnAsync();
        }
    }
}
