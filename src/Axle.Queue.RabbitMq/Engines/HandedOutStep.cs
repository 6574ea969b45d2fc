using Axle.Workflows.Ports;

namespace Axle.Queue.RabbitMq.Engines;

/// <summary>An attempt that was handed out and has not come back.</summary>
/// <param name="work">The attempt.</param>
/// <param name="queue">The queue it was sent to.</param>
/// <param name="number">Counts what this node has sent, in order.</param>
internal sealed class HandedOutStep(StepWork work, string queue, long number)
{
    public StepWork Work => work;

    public string Queue => queue;

    public long Number => number;

    /// <summary>When it was last heard of, or sent; null while the broker has not confirmed that it has it.</summary>
    public long? Heard { get; set; }

    /// <summary>Who took it up last; null while nobody has said so.</summary>
    public string? Claim { get; set; }

    /// <summary>How often it was sent again because nothing was heard of it.</summary>
    public int SentAgain { get; set; }

    /// <summary>The name of this handing out, unique in the installation.</summary>
    public static string NameOf(StepWork work) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{work.Context.RunId}/{work.Epoch}/{work.Dispatch}");
}
