using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Timing;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow timing</c>: where the time of a run went.</summary>
internal sealed class WorkflowTimingCommand(CommandContext context) : OneRunCommand(
    context, "timing", "Show where the time of a run went: the steps its duration hung on, queues, retries, waits.",
    new("ax workflow timing latest", "What made the last run take so long"),
    new("ax workflow timing latest --json | jq '.criticalPath[].path'", "The steps that its duration hung on"))
{
    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var (state, events) = await RunLookup.ReadAsync(host, row, cancellationToken);
        var report = RunTiming.Of(state.Records, events, state.CreatedAt, state.EndedAt ?? call.Outside.Time.GetUtcNow());
        if (call.Json)
            call.WriteDocument(TimingDocument.Of(row.Run, report), CliJson.Context.TimingDocument);
        else
            TimingText.Write(call.Outside.Output, report);
        return ExitCodes.Success;
    }
}
