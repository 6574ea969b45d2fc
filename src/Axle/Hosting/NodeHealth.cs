using Axle.Queue.RabbitMq.Engines;
using Axle.Queue.RabbitMq.Workers;
using Axle.Workflows.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Hosting;

/// <summary>Whether this node can do what it is for: for those who start and replace nodes.</summary>
/// <param name="services">Have the store, the queue and the worker.</param>
/// <param name="options">What it is for.</param>
public sealed class NodeHealth(IServiceProvider services, AxleOptions options)
{
    /// <summary>What keeps it from its work, in one sentence for people; null when nothing does. It neither waits nor asks anybody.</summary>
    public string? Obstacle()
    {
        if (services.GetRequiredService<IRunStore>() is INodeRegistry { IsHeard: false })
            return "The database has not heard of this node for the time of its lease.";
        if (options.BrokerQueue is null)
            return null;
        if (options.TakeUpRuns && services.GetRequiredService<IWorkQueue>() is RabbitWorkQueue { IsConnected: false })
            return "The engine has no connection to the broker.";
        if (options.PoolsOfWorker.Count == 0)
            return null;
        var worker = services.GetRequiredService<RabbitWorker>();
        return worker.Activity().IsDraining ? "The worker drains." : worker.IsConnected ? null : "The worker has no connection to the broker.";
    }
}
