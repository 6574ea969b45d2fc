using Axle.Library;
using Axle.Queue.RabbitMq.Engines;
using Axle.Storage.Sqlite;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Schedules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Axle.Hosting;

/// <summary>
/// Has the engine begin when the host starts, so that runs that need a process find one although nobody asks for the engine; and has schedules
/// of the host's workflows start runs. What it makes, the host's services end.
/// </summary>
/// <param name="services">Make the engine.</param>
/// <param name="options">Where the database is.</param>
internal sealed class EngineHosting(IServiceProvider services, AxleOptions options) : IHostedService, IDisposable
{
    private EngineLock? _lock;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<WorkflowEngine>();
        // Not with its first step: it also hears of steps that were given up, whoever handed them out.
        (services.GetRequiredService<IWorkQueue>() as RabbitWorkQueue)?.Start();
        foreach (var registered in services.GetServices<RegisteredWorkflow>().Where(static r => r.Workflow.On is { Schedules.IsEmpty: false }))
            await services.GetRequiredService<ScheduleRunner>().RegisterAsync(registered.Workflow);
        if (services.GetRequiredService<IRunStore>() is SqliteRunStore)
            _lock = EngineLock.Take(options.FullDatabasePath);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _lock?.Dispose();
}
