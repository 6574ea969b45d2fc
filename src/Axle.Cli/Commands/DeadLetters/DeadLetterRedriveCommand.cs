using System.CommandLine;
using Axle.Cli.Commands.Workflows;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Client.Runs;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Cli.Commands.DeadLetters;

/// <summary><c>ax deadletter redrive</c>: what failed is tried again.</summary>
internal sealed class DeadLetterRedriveCommand : ManyRunsCommand
{
    private readonly Option<string[]> _stepInput = RunEditOptions.StepInput();

    public DeadLetterRedriveCommand(CommandContext context)
        : base(context, "redrive", "Have runs that failed go on: completed steps keep their results, what failed is tried again.",
            new("ax deadletter redrive latest", "Try the last run again"),
            new("ax deadletter redrive latest --step-input import=@input.json", "With another input for a step that failed"),
            new("ax deadletter redrive --workflow import --dry-run", "Which runs a redrive of a whole workflow would take"))
    {
        Add(_stepInput);
        Remarks = ["The runs go on here, one after the other, and the command stays with them (with --server they go on there); the exit code is 1 when one failed again."];
    }

    protected override async Task<int> DoOneAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var edits = RunEditOptions.Steps(call, _stepInput);
        var handle = await host.Engine.ResumeAsync(
            row.Run, edits: edits is null ? null : new RunEdits(null, null, edits), cancellationToken: cancellationToken);
        return await new RunSession(call, host).AttendAsync(handle, row.LastSeq);
    }

    protected override void CheckMany(Invocation call)
    {
        if (call.Get(_stepInput) is { Length: > 0 })
            throw new UsageException("--step-input is for one run. Name the run.");
    }

    protected override async Task<RunRow> DoAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var handle = await host.Engine.ResumeAsync(row.Run, cancellationToken: cancellationToken);
        var outcome = await handle.Completion.WaitAsync(cancellationToken);
        return row with { Status = outcome.Status };
    }

    protected override async Task<int> DoOneAsync(Invocation call, ServerSession server, Run run, CancellationToken cancellationToken)
    {
        var inputs = RunEditOptions.Steps(call, _stepInput)?.ToDictionary(static s => s.Key, static s => s.Value.Value, StringComparer.Ordinal);
        var answer = await server.Client.DeadLetters.RedriveAsync(run.Id, inputs, cancellationToken);
        return await new ServedRuns(call, server).AttendAsync(answer.Run, run.LastSeq, cancellationToken);
    }

    protected override async Task<Run> DoAsync(Invocation call, ServerSession server, string run, CancellationToken cancellationToken)
    {
        await server.Client.DeadLetters.RedriveAsync(run, cancellationToken: cancellationToken);
        return await server.Client.Runs.EndAsync(run, cancellationToken);
    }

    protected override bool IsDone(string status) => status != Words.Name(RunStatus.Failed);
}
