using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Cli.Sources;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow resume</c>: goes on with a run, from where it stands or from an earlier place.</summary>
internal sealed class WorkflowResumeCommand : AxCommand
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<string?> _from = new("--from")
    {
        Description = "Go back first: the name of a checkpoint, or the number of an event. What came later stays in the history and counts no more.",
        HelpName = "PLACE",
    };

    public WorkflowResumeCommand(CommandContext context)
        : base(context, "resume", "Go on with a run that was paused, that failed, or whose process is gone.",
            new("ax workflow resume latest", "Go on with the last run: completed steps keep their results"),
            new("ax workflow resume latest --from level-1", "Go back to the end of the first level and do the rest again"))
    {
        Add(_run);
        Add(_from);
        WorksAtServer(async (call, server, stop) =>
        {
            var run = await server.FindRunAsync(call.Require(_run), stop);
            var answer = await server.Client.Runs.ResumeAsync(run.Id, call.Get(_from), stop);
            return await new ServedRuns(call, server).AttendAsync(answer.Run, run.LastSeq, stop);
        });
        Remarks = ["Completed steps do not run again. Steps that were in flight do, and so do steps that failed. A run that another process executes is left alone (exit code 5)."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        string? reports;
        RunRow row;
        await using (var reading = call.Compose())
        {
            row = await RunReference.FindAsync(reading.RequireStore(), call.Require(_run), cancellationToken);
            reports = (await RunLookup.ReadAsync(reading, row, cancellationToken)).State.Attributes.GetValueOrDefault(RunFacts.Reports);
        }

        await using var host = call.Compose(options => (options.ReportsDirectory, options.ExplainsGuards) = (reports, true));
        await ForgetPausesAsync(host, row.Run, cancellationToken);
        var handle = await host.Engine.ResumeAsync(row.Run, call.Get(_from), cancellationToken: cancellationToken);
        var run = await RunLookup.ReadAsync(host, row, cancellationToken);
        return await new RunSession(call, host).AttendAsync(handle, shownBefore: row.LastSeq);
    }

    // A pause that was asked for and never took effect, because its process stopped first, is older than the wish to go on.
    private static async Task ForgetPausesAsync(AxleHost host, RunId run, CancellationToken cancellationToken)
    {
        if ((await host.Store.ReadSignalsAsync(run, cancellationToken)).Any(static s => s.Name == RunSignals.Pause))
            await host.Engine.SignalAsync(run, RunSignals.Resume, cancellationToken: cancellationToken);
    }
}
