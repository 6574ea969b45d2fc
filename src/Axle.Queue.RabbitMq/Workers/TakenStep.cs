using Axle.Queue.RabbitMq.Broker;
using Axle.Workflows.Ports;

namespace Axle.Queue.RabbitMq.Workers;

/// <summary>A step that this worker took.</summary>
/// <param name="name">The name of its handing out.</param>
/// <param name="work">The attempt.</param>
/// <param name="reports">Where its engine hears of it.</param>
/// <param name="since">When it came.</param>
internal sealed class TakenStep(string name, StepWork work, string reports, long since)
{
    private IAnswerable? _delivery;

    public string Name => name;

    public StepWork Work => work;

    /// <summary>Where its engine hears of it: as its newest delivery has it, as the engine may have had to make another queue.</summary>
    public string Reports { get; set; } = reports;

    /// <summary>Unique for this taking.</summary>
    public string Claim { get; } = Guid.NewGuid().ToString("N");

    public long Since => since;

    /// <summary>Whether it came with others.</summary>
    public bool CameWithOthers => Volatile.Read(ref _delivery) is not (null or Delivery);

    /// <summary>Whether the broker has it still; if not, this worker cares for it alone.</summary>
    public bool IsOnBroker => Volatile.Read(ref _delivery) is not null;

    /// <summary>Keeps its newest delivery.</summary>
    /// <returns>The one before, when that was not answered.</returns>
    public IAnswerable? Deliver(IAnswerable newest) => Interlocked.Exchange(ref _delivery, newest);

    /// <summary>Its delivery, for the one who answers it: each can be answered once.</summary>
    public IAnswerable? TakeDelivery() => Interlocked.Exchange(ref _delivery, null);

    /// <summary>Whether another may have had it before: then its engine has to know at once who has it now.</summary>
    public bool IsAgain { get; set; }

    /// <summary>When it was begun; null while it waits here.</summary>
    public long? Begun { get; set; }

    /// <summary>How long it has been made.</summary>
    public TimeSpan Took(TimeProvider time) => Begun is { } begun ? time.GetElapsedTime(begun) : TimeSpan.Zero;

    /// <summary>When its engine was told of it last; null when it was not.</summary>
    public long? Told { get; set; }

    /// <summary>Whether it has ended, and its report is on the way.</summary>
    public bool HasEnded { get; set; }
}
