using Axle.Queue.RabbitMq.Broker;
using Axle.Workflows.Remote;

namespace Axle.Queue.RabbitMq.Engines;

/// <summary>Steps that the broker gave up.</summary>
/// <param name="options">How often they are delivered.</param>
/// <param name="outbox">Tells the engines.</param>
internal sealed class DeadSteps(RabbitOptions options, Outbox outbox)
{
    /// <summary>
    /// A message that the broker gave up: delivered too often, or refused as unreadable. Whoever handed its step out is told: mostly another engine. Of
    /// several steps in one any may be at fault: they are handed out by themselves.
    /// </summary>
    public Task BuryAsync(Delivery delivery)
    {
        if (delivery.Properties is not { MessageId: { } name, ReplyTo: { } reports })
            return delivery.AcknowledgeAsync();
        byte[][] told = delivery.Properties.Type == Frames.Steps
            ? [.. StepBatch.Read(delivery.Body).Select(s => Write(ReportOf(s.Name, StepReportKind.Returned)))]
            : [Write(ReportOf(name, StepReportKind.Failed) with { IsGivenUp = true, Error = WhyOf(delivery) })];
        outbox.Post(new OutgoingMessage
        {
            Make = () => new Letter(reports, name, told is [var only] ? only : Frames.Write(told)) { Type = told.Length == 1 ? null : Frames.Reports },
            Confirmed = () => _ = delivery.AcknowledgeAsync(),
            GivenUp = () => _ = delivery.AcknowledgeAsync(),
        });
        return Task.CompletedTask;
    }

    private static StepReport ReportOf(string name, StepReportKind kind) => new() { Dispatch = name, Kind = kind, Claim = "", Worker = "" };

    private byte[] Write(StepReport report) => report.Write(options.Codec);

    private AxleError WhyOf(Delivery delivery) => new(
        ErrorKind.Unknown,
        delivery.WasRefused
            ? $"Workers cannot read it, and gave it back {options.DeliveryLimit + 1} times, so it is not delivered any more. Look at the logs of the workers: they may be of an older version, or have not the keys."
            : $"Its workers died {options.DeliveryLimit + 1} times, so it is not delivered any more. Look at the logs of the workers; it may need more memory than they have.");
}
