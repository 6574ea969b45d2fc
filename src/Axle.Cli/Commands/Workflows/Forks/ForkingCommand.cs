using System.CommandLine;
using System.Globalization;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Cli.Sources;
using Axle.Client.Runs;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using ForkRun = Axle.Client.Runs.ForkRun;

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
        WorksOnRunAtServer(ForkAsync);
    }

    /// <summary>The place that the new run starts from, as it was named; null for where the run stands.</summary>
    protected abstract string? PlaceOf(Invocation call);

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

    private async Task<int> ForkAsync(Invocation call, ServerSession server, Run run, CancellationToken cancellationToken)
    {
        var runs = server.Client.Runs;
        var yaml = call.Get(_workflow) is { } name ? await server.WorkflowTextAsync(call.Outside, name, cancellationToken) : null;
        var definition = yaml ?? (await runs.DefinitionAsync(run.Id, cancellationToken)).Yaml;
        // The server puts what differs over what the run has.
        var edits = _edits.Read(call, Payload.EmptyObject, WorkflowReader.Read(definition, run.Workflow).Require());
        var fork = await runs.ForkAsync(
            run.Id,
            new ForkRun
            {
                At = PlaceOf(call),
                Inputs = edits.Inputs?.Value,
                Variables = edits.Variables?.Value,
                Steps = edits.Steps?.ToDictionary(static s => s.Key, static s => new StepEdit { Input = s.Value.Value }, StringComparer.Ordinal),
                Yaml = yaml,
                Id = RunIdOption.Read(call.Get(_runId))?.Value,
            },
            cancellationToken);
        if (!call.Json)
            call.Say($"Run {fork.Id} comes from {run.Id}. Compare them with: ax workflow diff {run.Id} {fork.Id} --server {server.Url}");
        return await new ServedRuns(call, server).AttendAsync(fork, await SharedAsync(runs, run, PlaceOf(call), cancellationToken), cancellationToken);
    }

    private static async Task<long> SharedAsync(RunClient runs, Run run, string? place, CancellationToken cancellationToken) =>
        place is null ? run.LastSeq
        : long.TryParse(place, CultureInfo.InvariantCulture, out var seq) ? seq
        : (await runs.CheckpointsAsync(run.Id, cancellationToken)).LastOrDefault(c => c.Name == place)?.Seq ?? 0;
}
