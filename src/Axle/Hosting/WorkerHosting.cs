using Axle.Queue.RabbitMq.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Axle.Hosting;

/// <summary>Has the host make steps from its start on; when it stops, those under way may end first.</summary>
/// <param name="services">Make the worker.</param>
/// <param name="options">How long steps may take to end.</param>
internal sealed class WorkerHosting(IServiceProvider services, AxleOptions options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<RabbitWorker>().Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await services.GetRequiredService<RabbitWorker>().DrainAsync(options.DrainTime);
}
