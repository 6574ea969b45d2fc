using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;

namespace Axle.Cli.Commands.Schedules;

/// <summary><c>ax schedule pause</c>.</summary>
internal sealed class SchedulePauseCommand : ScheduleCommand
{
    private readonly Argument<string> _id = IdArgument();

    public SchedulePauseCommand(CommandContext context)
        : base(context, "pause", "Have a schedule start nothing, in every engine, until it is resumed.",
            new("ax schedule pause nightly/0", "No more nightly runs for now"),
            new("ax schedule pause nightly/0 --json", "The same for a script")) => Add(_id);

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, ScheduleDesk schedules, CancellationToken cancellationToken)
    {
        var id = call.Require(_id);
        await schedules.PauseAsync(id, AxleHost.ActorOf(call.Outside), cancellationToken);
        var now = (await schedules.ListAsync(cancellationToken)).First(s => s.Id == id);
        if (call.Json)
            call.WriteDocument(SchedulePart.Of(now), CliJson.Context.SchedulePart);
        else
            call.Say($"Schedule {id} is paused. Go on with: ax schedule resume {id}");
        return ExitCodes.Success;
    }
}
