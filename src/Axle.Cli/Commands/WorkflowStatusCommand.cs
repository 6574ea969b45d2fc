using System.CommandLine;
using System.Globalization;
using Axle.Agents.Runtime;
using Axle.Cli.Output;
using Axle.Cli.Runs;
using Axle.Cli.Sources;
using Axle.Workflows.Runs;

namespace Axle.Cli.Commands;

/// <summary><c>ax workflow status</c>: one run with all its steps.</summary>
internal sealed class WorkflowStatusCommand : AxCommand
{
    private const int LongestNote = 200;
    private readonly Argument<string> _run = RunArgument.Create();

    public WorkflowStatusCommand(CommandContext context)
        : base(context, "status", "Show how a run stands, step by step, and what came out of it.",
            new("ax workflow status latest", "The last run"),
            new("ax workflow status latest --json | jq '.steps[] | {path, status, durationMs}'", "Its steps for a script")) => Add(_run);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var row = await RunReference.FindAsync(host.RequireStore(), call.Require(_run), cancellationToken);
        var state = (await RunLookup.ReadAsync(host, row, cancellationToken)).State;
        var report = new RunReport(call, state, host.DatabasePath);
        if (call.Json)
        {
            call.WriteDocument(report.ToDocument(), CliJson.Context.RunDocument);
            return ExitCodes.Success;
        }

        call.Say($"{state.Id}  {state.Workflow.Name}{(state.Workflow.Version is { } version ? $" {version}" : "")}  {Words.Name(state.Status)}");
        call.Say($"  Started   {Words.Of(state.CreatedAt, call.Outside.Time)}, last event {Words.Of(state.UpdatedAt - state.CreatedAt)} later");
        if (state.Attributes.GetValueOrDefault(RunAttributes.Workspace) is { } workspace)
            call.Say($"  Workspace {workspace}");
        report.WriteResults();
        call.Say();
        WriteSteps(call, state);
        return ExitCodes.Success;
    }

    private static void WriteSteps(Invocation call, RunState state)
    {
        var now = call.Outside.Time.GetUtcNow();
        TextTable.Write(call.Outside.Output, ["LEVEL", "STEP", "STATUS", "ATTEMPTS", "TIME", "DOES"], state.Records.Select(step => (string[])
        [
            (step.Level + 1).ToString(CultureInfo.InvariantCulture),
            step.Path,
            Words.Name(step.Status),
            step.Attempts.ToString(CultureInfo.InvariantCulture),
            step.StartedAt is { } start ? Words.Of((step.EndedAt ?? now) - start) : "",
            step.Does,
        ]));
        foreach (var (step, note) in state.Records.SelectMany(Notes).DistinctBy(static n => n.Note))
            call.Say(Words.OneLine($"{step}: {note}", LongestNote));
    }

    private static IEnumerable<(string Step, string Note)> Notes(StepRecord step)
    {
        if (step.Error is { } error)
            yield return (step.Path, $"{error.Kind.ToName()}: {error.Message}");
        if (step.SkipReason is { } reason)
            yield return (step.Path, reason);
        foreach (var decision in step.Decisions)
            yield return (step.Path, $"{decision.Summary} [{decision.Kind}]");
    }
}
