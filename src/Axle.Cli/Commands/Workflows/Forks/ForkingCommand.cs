using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Sources;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows.Forks;

/// <summary>What <c>fork</c> and <c>replay</c> share: make a run out of another with some things different, and stay with it.</summary>
internal abstract class ForkingCommand : OneRunCommand
{
    private readonly RunEditOptions _edits = new();
    private readonly Option<string?> _workflow = new("--workflow")
    {
        Description = "Another definition, for example with other prompts or models: a file, or a name.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _runId = new("--run-id")
    {
        Description = "Id of the new run. Default: one that sorts by time.",
        HelpName = "ID",
    };

    protected ForkingCommand(CommandContext context, string name, string description, params Example[] examples)
        : base(context, name, description, examples)
    {
        foreach (var option in _edits.All)
            Add(option);
        Add(_workflow);
        Add(_runId);
    }

    /// <summary>The event that the new run starts from; null for none.</summary>
    protected abstract Task<long?> PlaceAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken);

    /// <summary>Makes the new run.</summary>
    protected abstract Task<RunHandle> StartAsync(WorkflowEngine engine, ForkRequest request, CancellationToken cancellationToken);

    protected sealed override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var at = await PlaceAsync(call, host, row, cancellationToken);
        var parent = await host.Engine.Reader.StateAsync(row.Run, at, cancellationToken);
        var workflow = call.Get(_workflow) is { } name ? WorkflowSource.Read(name, call.Workflows, call.Outside).Require() : null;
        var request = new ForkRequest(row.Run)
        {
            At = at,
            Edits = _edits.Read(call, parent.Inputs, workflow ?? parent.Workflow),
            Workflow = workflow,
            Id = RunIdOption.Read(call.Get(_runId)),
        };
        var handle = await StartAsync(host.Engine, request, cancellationToken);
        if (!call.Json)
            call.Say($"Run {handle.Id} comes from {row.Run}. Compare them with: ax workflow diff {row.Run} {handle.Id}");
        var shared = at is null ? 0 : at.Value;
        return await new RunSession(call, host).AttendAsync(handle, shared);
    }
}
