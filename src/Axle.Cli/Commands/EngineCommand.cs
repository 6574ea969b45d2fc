using System.CommandLine;
using Axle.Agents.Runtime;
using Axle.Cli.Commands.Schedules;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Sources;
using Axle.Workflows.Retention;
using Axle.Workflows.Schedules;

namespace Axle.Cli.Commands;

/// <summary><c>ax engine</c>: executes every run that needs it, until it is stopped.</summary>
internal sealed class EngineCommand : AxCommand
{
    private const string Forever = "forever";
    private readonly Option<int> _concurrency = new("--concurrency")
    {
        Description = "Steps at the same time, over all runs: 1 to 10000. Default: 64.",
        HelpName = "N",
        DefaultValueFactory = static _ => 64,
    };

    private readonly Option<string> _keep = new("--keep")
    {
        Description = $"How long runs that have ended are kept, for example 30d; or '{Forever}'. Default: 30d.",
        HelpName = "TIME",
        DefaultValueFactory = static _ => "30d",
    };

    private readonly Option<string[]> _workflow = new("--workflow")
    {
        Description = "A workflow whose schedules start runs, beside those in .axle/workflows: a file, or a name. May be repeated.",
        HelpName = "FILE",
    };

    private readonly ScheduledRunOptions _scheduledRuns = new();

    public EngineCommand(CommandContext context)
        : base(context, "engine", "Execute every run that needs it, until stopped: whose process died, whose time or signal has come, that waits for room in its group, that a schedule starts.",
            new("ax engine", "Stay and take up runs of this directory's database"),
            new("ax engine --database /var/lib/axle/axle.db --keep 90d", "As a service; SIGTERM stops it"),
            new("ax engine --json | jq -r 'select(.what == \"failed\").runId'", "A line of JSON for everything that begins, waits or ends"))
    {
        Add(_concurrency);
        Add(_keep);
        Add(_workflow);
        foreach (var option in _scheduledRuns.All)
            Add(option);
        Remarks =
        [
            "Any number of engines may work on one database. Ctrl-C or SIGTERM stops this one: runs are let go of, another engine or 'ax workflow resume' "
            + "goes on with them, and steps that were in flight are made again; those with 'effect: once' may end first, for 30 seconds at most. Commands that start work, such as 'ax approval approve', leave it to an engine when there is one.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var keep = call.Get(_keep)!;
        var retention = new RetentionPolicy { Keep = keep == Forever ? null : TimeText.Read("--keep", keep) };
        var scheduled = ScheduleDesk.Find(call, call.Get(_workflow) ?? []);
        var log = new EngineLog(call);
        await using var host = call.Compose(options =>
        {
            options.TakeUpRuns = true;
            options.StepConcurrency = call.Get(_concurrency);
            options.Retention = retention;
            options.Stored = log.Tell;
            options.SetBack = log.Tell;
            _scheduledRuns.Set(call, options);
        });
        DatabaseFolder.Prepare(host.DatabasePath);
        // What steps need is made now: a fault in it must show before a run is taken up.
        _ = host.Get<AgentServices>();
        var stopped = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = call.Outside.Interrupts.Watch(what => stopped.TrySetResult(what));
        await using var cancelled = cancellationToken.Register(() => stopped.TrySetResult("cancelled"));
        var stop = await host.StartBackgroundAsync(cancellationToken);
        foreach (var workflow in scheduled)
            await host.Get<ScheduleRunner>().RegisterAsync(workflow);
        foreach (var schedule in await host.Get<ScheduleRunner>().ListAsync(cancellationToken))
            log.Say($"{schedule.Id}: {schedule.Text}{(schedule.PausedBy is { } who ? $", paused by {who}" : "")}");
        log.Say($"Taking up runs of {host.Place}. Ctrl-C or SIGTERM stops.");
        var why = await stopped.Task;
        log.Say($"{why}: stopping. Runs are let go of.");
        await stop();
        return ExitCodes.Success;
    }
}
