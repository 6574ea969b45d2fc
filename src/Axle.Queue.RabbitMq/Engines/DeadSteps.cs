using Axle.Queue.RabbitMq.Broker;
using Axle.Workflows.Remote;

namespace Axle.Queue.RabbitMq.Engines;

/// <summary>Steps that the broker gave up.</summary>
/// <param name="options">How often they are delivered.</param>
/// <param name="outbox">Tells the engines.</param>
internal sealed class DeadSteps(RabbitOptions options, Outbox outbox)
{
    /// <summary>A step that the broker gave up: delivered too often, or refused as unreadable. Whoever handed it out is told: mostly another engine.</summary>
    public Task BuryAsync(Delivery delivery)
    {
        if (delivery.Properties is not { MessageId: { } name, ReplyTo: { } reports })
            return delivery.AcknowledgeAsync();
        var report = new StepReport
        {
            Dispatch = name,
            Kind = StepReportKind.Failed,
            IsGivenUp = true,
            Claim = "",
            Worker = "",
            Error = new AxleError(
                ErrorKind.Unknown,
                delivery.WasRefused
                    ? $"Workers cannot read it, and gave it back {options.DeliveryLimit + 1} times, so it is not delivered any more. Look at the logs of the workers: they may be of an older version, or have not the keys."
                    : $"Its workers died {options.DeliveryLimit + 1} times, so it is not delivered any more. Look at the logs of the workers; it may need more memory than they have."),
        }.Write(options.Codec);
        outbox.Post(new OutgoingMessage
        {
            Make = () => new Letter(reports, name, report),
            Confirmed = () => _ = delivery.AcknowledgeAsync(),
            GivenUp = () => _ = delivery.AcknowledgeAsync(),
        });
        return Task.CompletedTask;
    }
}
