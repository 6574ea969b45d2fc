using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;

namespace Axle.Cli.Commands.Schedules;

/// <summary><c>ax schedule trigger</c>: a run out of turn.</summary>
internal sealed class ScheduleTriggerCommand : ScheduleCommand
{
    private readonly Argument<string> _id = IdArgument();
    private readonly ScheduledRunOptions _scheduledRuns = new();

    public ScheduleTriggerCommand(CommandContext context)
        : base(context, "trigger", "Start the run of a schedule now, out of turn, and stay with it. The schedule's next start stays as it is.",
            new("ax schedule trigger nightly/0", "Do not wait for the night"),
            new("ax schedule trigger nightly/0 --apply", "Let it change the outside world"),
            new("ax schedule trigger nightly/0 --json | jq -r .status", "From a script"))
    {
        Add(_id);
        foreach (var option in _scheduledRuns.All)
            Add(option);
    }

    protected override void Configure(Invocation call, AxleOptions options) => _scheduledRuns.Set(call, options);

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, ScheduleDesk schedules, CancellationToken cancellationToken)
    {
        var handle = await schedules.TriggerAsync(call.Require(_id), AxleHost.ActorOf(call.Outside), cancellationToken);
        return await new RunSession(call, host).AttendAsync(handle, shownBefore: 0);
    }
}
