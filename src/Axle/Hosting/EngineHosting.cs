using Axle.Workflows.Engine;
using Axle.Workflows.Retention;
using Microsoft.Extensions.Hosting;

namespace Axle.Hosting;

/// <summary>
/// Has the engine begin when the host starts, so that runs that need a process find one although nobody asks for the engine; and has old runs
/// removed. What it makes, the host's services end.
/// </summary>
/// <param name="engine">Made by this.</param>
/// <param name="retention">Removes old runs.</param>
internal sealed class EngineHosting(Func<WorkflowEngine> engine, Func<RetentionRunner> retention) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        engine();
        retention().Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
