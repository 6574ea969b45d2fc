using Axle.Queue.RabbitMq.Engines;
using Axle.Queue.RabbitMq.Workers;
using Axle.Workflows.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Axle.Hosting;

/// <summary>Tells the nodes that share the store what this one is for.</summary>
/// <param name="services">Have the store and the worker.</param>
/// <param name="options">What it is for.</param>
internal sealed class NodeHosting(IServiceProvider services, AxleOptions options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.GetRequiredService<IRunStore>() is not INodeRegistry nodes)
            return;
        var worker = options.BrokerQueue is not null && options.PoolsOfWorker.Count > 0 ? services.GetRequiredService<RabbitWorker>() : null;
        var node = new NodeDescription([.. options.RolesOfNode], [.. worker is null ? [] : options.PoolsOfWorker], AxleServices.Version);
        var queue = services.GetRequiredService<IWorkQueue>() as RabbitWorkQueue;
        await nodes.JoinAsync(node, ActivityOfNode, cancellationToken);

        NodeActivity ActivityOfNode()
        {
            var activity = worker?.Activity() ?? default;
            return activity with { Waiting = activity.Waiting + (queue?.Waiting ?? 0) };
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
