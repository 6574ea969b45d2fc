using System.CommandLine;
using Axle.Agents.Reasoning;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Agents;

/// <summary><c>ax agent trace</c>: how the agents of a run came to their results.</summary>
internal sealed class AgentTraceCommand : OneRunCommand
{
    private readonly Option<string?> _step = new("--step")
    {
        Description = "Address of one agent's step; what it handed on is shown too. Default: all agents of the run.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _full = new("--full") { Description = "Show results whole, not their first lines." };

    public AgentTraceCommand(CommandContext context)
        : base(context, "trace", "Show how the agents of a run came to their results: thoughts, calls, what they brought, work handed on.",
            new("ax agent trace latest", "The last run"),
            new("ax agent trace latest --step review --full", "One step, nothing left out"),
            new("ax agent trace latest --json | jq '.agents[].turns[].calls[].tool'", "Every tool that was called"))
    {
        Add(_step);
        Add(_full);
    }

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var state = await host.Engine.Reader.StateAsync(row.Run, null, cancellationToken);
        var step = call.Get(_step);
        AgentTrace[] traces = [.. state.Records
            .Where(r => step is null || r.Path == step || r.Path.StartsWith(step + "[", StringComparison.Ordinal))
            .Select(AgentTrace.Of).OfType<AgentTrace>()];
        if (traces.Length == 0)
        {
            throw new AxleException(ErrorKind.NotFound, step is null
                ? $"No agent has a step in run {row.Run}."
                : $"Run {row.Run} has no agent's step at '{step}'. 'ax workflow status {row.Run}' lists its steps.");
        }

        if (call.Json)
            call.WriteDocument(new TraceDocument(row.Run.Value, [.. traces]), CliJson.Context.TraceDocument);
        else
            TraceText.Write(call.Outside.Output, traces, call.Get(_full) ? int.MaxValue : TraceText.Lines);
        return ExitCodes.Success;
    }
}
