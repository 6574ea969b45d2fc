using Axle.Queue.RabbitMq;
using Axle.Queue.RabbitMq.Engines;
using Axle.Queue.RabbitMq.Workers;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Remote;
using Axle.Workflows.Resilience.Bulkheads;
using Axle.Workflows.Scaling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Axle.Hosting;

/// <summary>How steps get to those who make them: within the process, or over a broker to workers of any process.</summary>
internal static class QueueServices
{
    public static void Add(IServiceCollection services, AxleOptions options)
    {
        if (options.BrokerQueue is not { } address)
        {
            // Bulkheads are kept by the queue: work that waits for its slot there holds no worker.
            services.TryAddSingleton<IWorkQueue>(static host => new MeteredQueue(
                new PriorityWorkQueue(host.GetRequiredService<BulkheadPools>()), WorkPools.Of, host.GetRequiredService<PoolMeter>()));
            return;
        }

        services.TryAddSingleton(host => BrokerAddress.Options(address) with
        {
            Codec = options.CreateCodec(),
            Note = options.QueueNote ?? (host.GetService<ILogger<RabbitWorkQueue>>() is { } logger ? note => EngineWarnings.Queue(logger, note) : null),
        });
        services.TryAddSingleton(host => new StepMessages(
            host.GetRequiredService<RunReader>(), host.GetRequiredService<RabbitOptions>().Codec, host.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static host => host.GetRequiredService<IRunStore>() as IEffectClaims ?? throw new AxleException(
            ErrorKind.Validation, "A queue on RabbitMQ needs a store that many processes share. Set AXLE_STORE or 'store:' to postgres://…, or the queue to 'local'."));
        services.TryAddSingleton<IWorkQueue>(static host => new RabbitWorkQueue(
            host.GetRequiredService<RabbitOptions>(), host.GetRequiredService<StepMessages>(), host.GetRequiredService<IEffectClaims>(),
            host.GetRequiredService<TimeProvider>(), host.GetRequiredService<PoolMeter>(), host.GetRequiredService<BulkheadPools>()));
        if (options.PoolsOfWorker is not { Count: > 0 } pools)
            return;
        services.TryAddSingleton(host => new RabbitWorker(
            host.GetRequiredService<RabbitOptions>(),
            new WorkerOptions { Pools = pools, Concurrency = options.StepConcurrency, LeastConcurrency = options.LeastStepConcurrency },
            host.GetRequiredService<StepMessages>(),
            // Engines hand a step out with its slot; those of versions before hand out as many as there are, of which each worker makes so many.
            new PriorityWorkQueue(new BulkheadPools(host.GetRequiredService<TimeProvider>(), options.Bulkheads)),
            AxleServices.Pipeline(host),
            host.GetRequiredService<IEffectClaims>(),
            host.GetRequiredService<TimeProvider>()));
        services.AddHostedService(host => new WorkerHosting(host, options));
    }
}
