using Axle.Workflows.Retention;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Axle.Hosting;

/// <summary>Looks for old runs as long as the host runs, and logs what it did.</summary>
internal sealed class RetentionService(RetentionRunner runner, ILogger<RetentionRunner>? logger = null) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        runner.Passed += Log;
        runner.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await runner.DisposeAsync();

    private void Log(RetentionPass pass)
    {
        if (pass.Error is { } error)
            logger?.LogWarning("Old runs: {Removed} removed, {Kept} kept because of errors, the first: {Error}", pass.Removed, pass.Kept, error.Message);
        else if (pass.Removed > 0)
            logger?.LogInformation("Old runs: {Removed} removed, {Archived} of them archived before", pass.Removed, pass.Archived);
    }
}
