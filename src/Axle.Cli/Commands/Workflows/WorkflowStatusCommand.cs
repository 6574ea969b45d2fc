using System.CommandLine;
using Axle.Agents.Runtime;
using Axle.Cli.Output;
using Axle.Cli.Output.Steps;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Cli.Sources;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow status</c>: one run with all its steps.</summary>
internal sealed class WorkflowStatusCommand : AxCommand
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<bool> _all = new("--all") { Description = "Show the steps of items and rounds that went well, too." };

    public WorkflowStatusCommand(CommandContext context)
        : base(context, "status", "Show how a run stands, step by step, and what came out of it.",
            new("ax workflow status latest", "The last run"),
            new("ax workflow status latest --json | jq '.steps[] | {path, status, durationMs}'", "Its steps for a script"))
    {
        Add(_run);
        Add(_all);
        WorksAtServer(async (call, server, stop) =>
        {
            new ServedRuns(call, server).Show(await server.FindRunAsync(call.Require(_run), stop));
            return ExitCodes.Success;
        });
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var row = await RunReference.FindAsync(host.RequireStore(), call.Require(_run), cancellationToken);
        var state = (await RunLookup.ReadAsync(host, row, cancellationToken)).State;
        var report = new RunReport(call, state, host.Place);
        if (call.Json)
        {
            call.WriteDocument(report.ToDocument(), CliJson.Context.RunDocument);
            return ExitCodes.Success;
        }

        call.Say($"{state.Id}  {state.Workflow.Name}{(state.Workflow.Version is { } version ? $" {version}" : "")}  {Words.Name(state.Status)}");
        call.Say($"  Started   {Words.Of(state.CreatedAt, call.Outside.Time)}, last event {Words.Of(state.UpdatedAt - state.CreatedAt)} later");
        if (state.Parent is { } parent)
            call.Say($"  {(state.IsReplay ? "Replays  " : "Fork of  ")} {parent}");
        if (state.Attributes.GetValueOrDefault(RunAttributes.Workspace) is { } workspace)
            call.Say($"  Workspace {workspace}");
        report.WriteResults();
        report.WriteOutputs();
        report.WriteWaits();
        call.Say();
        new StepTable(call).Write(state.Records, call.Get(_all));
        return ExitCodes.Success;
    }
}
