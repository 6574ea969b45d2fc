using System.CommandLine;
using Axle.Agents.Runtime;

namespace Axle.Cli.Commands.Schedules;

/// <summary>The options that say what runs of schedules may do, and how they reach the host.</summary>
internal sealed class ScheduledRunOptions
{
    private readonly Option<bool> _apply = new("--apply") { Description = "Let runs that schedules start change the outside world. Without it they only plan." };
    private readonly Option<bool> _allowRun = new("--allow-run")
    {
        Description = "Let 'run' steps of runs that schedules start execute commands on this machine. --apply allows it too.",
    };

    public IReadOnlyList<Option> All => [_apply, _allowRun];

    /// <summary>Gives the runs what was allowed.</summary>
    public void Set(Invocation call, AxleOptions options)
    {
        options.ScheduledRuns[RunAttributes.Apply] = call.Get(_apply) ? "true" : "false";
        if (call.Get(_allowRun))
            options.ScheduledRuns[AxleOptions.AllowRunAttribute] = "true";
    }
}
