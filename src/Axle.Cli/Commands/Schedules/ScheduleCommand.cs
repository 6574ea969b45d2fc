using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;

namespace Axle.Cli.Commands.Schedules;

/// <summary>A command about the schedules of the project's workflows.</summary>
internal abstract class ScheduleCommand : AxCommand
{
    private readonly Option<string[]> _workflow = new("--workflow")
    {
        Description = "A workflow beside those in .axle/workflows: a file, or a name. May be repeated.",
        HelpName = "FILE",
    };

    protected ScheduleCommand(CommandContext context, string name, string description, params Example[] examples)
        : base(context, name, description, examples) => Add(_workflow);

    /// <summary>The argument that names a schedule.</summary>
    protected static Argument<string> IdArgument() => new("ID") { Description = "The schedule: the workflow's name and its number in the file, for example nightly/0." };

    protected abstract Task<int> RunAsync(Invocation call, AxleHost host, ScheduleDesk schedules, CancellationToken cancellationToken);

    /// <summary>What is typed beside that changes the host.</summary>
    protected virtual void Configure(Invocation call, AxleOptions options)
    {
    }

    protected sealed override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose(options => Configure(call, options));
        DatabaseFolder.Prepare(host.DatabasePath);
        await using var schedules = await ScheduleDesk.OpenAsync(call, host, call.Get(_workflow) ?? []);
        return await RunAsync(call, host, schedules, cancellationToken);
    }
}
