using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;

namespace Axle.Cli.Commands.Schedules;

/// <summary><c>ax schedule resume</c>.</summary>
internal sealed class ScheduleResumeCommand : ScheduleCommand
{
    private readonly Argument<string> _id = IdArgument();

    public ScheduleResumeCommand(CommandContext context)
        : base(context, "resume", "Go on with a paused schedule. Times that came meanwhile do not count as missed.",
            new("ax schedule resume nightly/0", "Nightly runs again"),
            new("ax schedule resume nightly/0 --json", "The same for a script")) => Add(_id);

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, ScheduleDesk schedules, CancellationToken cancellationToken)
    {
        var id = call.Require(_id);
        await schedules.ResumeAsync(id, cancellationToken);
        var now = (await schedules.ListAsync(cancellationToken)).First(s => s.Id == id);
        if (call.Json)
            call.WriteDocument(SchedulePart.Of(now), CliJson.Context.SchedulePart);
        else
            call.Say($"Schedule {id} goes on{(now.Next is { } next ? $"; the next start is at {Words.Of(next, call.Outside.Time)}" : "")}.");
        return ExitCodes.Success;
    }
}
