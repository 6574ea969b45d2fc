using Axle.Queue.RabbitMq;
using Axle.Queue.RabbitMq.Engines;
using Axle.Workflows.Ports;
using Axle.Workflows.Scaling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Axle.Hosting;

/// <summary>Tells the store what this node does for pools of workers, so that any node can say how large they should be.</summary>
/// <param name="services">Have the store, the queue and the meter.</param>
/// <param name="options">What the node is for.</param>
internal sealed class LoadReporting(IServiceProvider services, AxleOptions options) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly PoolMeter _meter = services.GetRequiredService<PoolMeter>();
    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();

    /// <summary>Tells what is left to tell.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (services.GetRequiredService<IRunStore>() is ILoadStore store)
            await TellAsync(store, isLast: true, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetRequiredService<IRunStore>() is not ILoadStore store)
            return;
        var loads = new PoolLoads(store, _time);
        using var timer = new PeriodicTimer(Every, _time);
        try
        {
            do
            {
                if (await TellAsync(store, isLast: false, stoppingToken) && options.TakeUpRuns)
                    await NoteAsync(loads, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    private static async Task NoteAsync(PoolLoads loads, CancellationToken cancellationToken)
    {
        try
        {
            PoolInstruments.Show(await loads.NoteNeedAsync(cancellationToken));
        }
        catch (AxleException)
        {
            // The database is away: what was needed meanwhile is not known, and the next look says what is needed then.
        }
    }

    private async Task<bool> TellAsync(ILoadStore store, bool isLast, CancellationToken cancellationToken)
    {
        PoolReport[] reports = [.. WorkPools.All.Select(pool => ReportOf(pool, isLast))];
        try
        {
            await store.ReportLoadAsync(reports, _time.GetUtcNow(), cancellationToken);
            return true;
        }
        catch (AxleException)
        {
            // The database is away: it is told when it is back.
            foreach (var report in reports)
                _meter.Untold(report);
            return false;
        }
    }

    private PoolReport ReportOf(string pool, bool isLast)
    {
        var takes = !isLast && options.PoolsOfWorker.Contains(pool);
        var report = _meter.Take(pool, 0, takes ? options.StepConcurrency : 0);
        // Without a broker what this process owes it makes itself.
        var owed = options.BrokerQueue is null ? report.Now.Making : (services.GetRequiredService<IWorkQueue>() as RabbitWorkQueue)?.Owed(pool) ?? 0;
        return report with { Now = report.Now with { Owed = isLast ? 0 : owed } };
    }
}
